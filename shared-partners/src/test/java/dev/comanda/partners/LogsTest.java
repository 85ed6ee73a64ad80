package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogsTest {
    private static final String PAYLOAD = "marzipan";
    private static final long NUMBER = 4_711_081_547L;

    @Inject
    Engine engine;

    /** Also where a handler fails in the database, whose message would quote the row. */
    @Test
    void noLineOfADeliveryOrAWebhookHoldsAPayloadOrASecret() throws Exception {
        LogLines log = new LogLines();
        String secret;
        try (log;
                PartnerServer server = new PartnerServer()) {
            server.answer(_ -> server.calls().size() == 1 ? 500 : 200);
            secret = Senders.register("silent", server.url());
            engine.tell("silent", PAYLOAD);
            await(() -> engine.status("silent", "delivered") == 1);
            hear(secret, "evt_l1", "\"revision\":1,\"note\":\"" + PAYLOAD + "\"");
            hear(secret, "evt_l2", "\"revision\":" + NUMBER + ",\"fails\":true,\"note\":\"" + PAYLOAD + "\"");
            await(() -> engine.count("select count(*) from inbound_event where event_id = 'evt_l2' and status = 'dead'")
                    == 1);
            hear("whsec_" + Base64.getEncoder().encodeToString(new byte[32]), "evt_l3", "\"note\":\"" + PAYLOAD + "\"");
            engine.tidy("silent");
        }
        List<String> lines = log.lines();
        assertThat(lines).anyMatch(line -> line.contains("delivery") && line.contains("try 2"));
        assertThat(lines).anyMatch(line -> line.contains("evt_l2") && line.contains("is dead"));
        assertThat(lines).anyMatch(line -> line.contains("refused"));
        assertThat(lines).noneMatch(line -> line.contains(PAYLOAD));
        assertThat(lines).noneMatch(line -> line.contains(Long.toString(NUMBER)));
        assertThat(lines).noneMatch(line -> line.contains(secret.substring("whsec_".length())));
        assertThat(lines).noneMatch(line -> line.contains("v1,"));
    }

    /** A line break in a booking id made a line of its own, and ESC sequences reached the operator's terminal. */
    @Test
    void noTextOfAPartnerForgesALogLineOrReachesTheTerminal() {
        String forged = "z\\r\\nFORGED\\u001b[31m\\u2028FORGED";
        LogLines log = new LogLines();
        try (log) {
            String secret = Senders.register("silent", "http://127.0.0.1:9/nowhere");
            hear(secret, "evt_f1", "\"revision\":1,\"words\":\"" + forged + "\"");
            hear(secret, "evt_f2", "\"revision\":2,\"words\":\"" + forged + "\"");
            await(() -> engine.count("select count(*) from inbound_event where event_id in ('evt_f1', 'evt_f2')"
                            + " and status in ('dead', 'waiting')")
                    == 2);
            String envelope = Senders.envelope("evt_f3", "part.heard", "{\"thing\":\"quiet\",\"revision\":1}");
            for (String hostile : List.of(
                    envelope.replace("quiet", forged),
                    envelope.replace("part.heard", forged),
                    envelope.replace("\"beta\"", "\"" + forged + "\""),
                    envelope.replace("\"1.0\"", "\"" + forged + "\""),
                    envelope.replace("evt_f3", forged),
                    envelope.replaceFirst(
                            "\"timestamp\":\"[^\"]*", "\"timestamp\":\"" + forged.replace("\\", "\\\\")))) {
                Senders.post("silent", secret, "evt_f3", hostile).then().statusCode(400);
            }
            for (String partner : List.of("a%0AFORGED%1B%5B31m", "silent%0d%0aFORGED")) {
                given().urlEncodingEnabled(false)
                        .contentType("application/json")
                        .header("X-HMAC-Signature", "ab".repeat(32))
                        .body(envelope)
                        .post("/webhooks/partner/" + partner)
                        .then()
                        .statusCode(401);
            }
            engine.tidy("silent");
        }
        assertThat(log.lines()).anyMatch(line -> line.contains("evt_f1") && line.contains("is dead"));
        assertThat(log.lines())
                .anyMatch(line ->
                        line.contains("evt_f2") && line.contains("z\\u000d\\u000aFORGED\\u001b[31m\\u2028FORGED"));
        assertThat(log.lines())
                .noneMatch(line -> line.matches("(?s).*[\r\n\u2028]FORGED.*") || line.indexOf('\u001b') >= 0);
    }

    private static void hear(String secret, String eventId, String fields) {
        Senders.post(
                "silent",
                secret,
                eventId,
                Senders.envelope(eventId, "part.heard", "{\"thing\":\"quiet\"," + fields + "}"));
    }
}
