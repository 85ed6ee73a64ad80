package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
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

    private static void hear(String secret, String eventId, String fields) {
        Senders.post(
                "silent",
                secret,
                eventId,
                Senders.envelope(eventId, "part.heard", "{\"thing\":\"quiet\"," + fields + "}"));
    }
}
