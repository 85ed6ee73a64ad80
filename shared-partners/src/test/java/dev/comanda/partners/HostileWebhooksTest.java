package dev.comanda.partners;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever arrives, the answer is a problem of the protocol's table and nothing is kept. */
@QuarkusTest
class HostileWebhooksTest {
    @Inject
    Engine engine;

    private String secret;

    @BeforeEach
    void registerAPartner() {
        secret = Senders.register("hostile", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("hostile");
    }

    @Test
    void everyMalformedRequestIsRefusedAndNothingIsStored() throws IOException {
        List<HostileRequests.Attack> attacks = new HostileRequests("hostile", secret).all();
        assertThat(attacks).hasSizeGreaterThan(500);
        Map<Integer, Integer> answers = new TreeMap<>();
        try (RawClient client = new RawClient()) {
            for (HostileRequests.Attack attack : attacks) {
                RawClient.Answer answer = Objects.requireNonNull(client.send(attack.bytes()), attack.name());
                assertThat(attack.allowed()).as("%s: %s", attack.name(), answer).contains(answer.status());
                assertThat(answer.head()).as(attack.name()).contains("content-type: application/problem+json");
                assertThat(answer.body()).as(attack.name()).contains("\"status\":" + answer.status());
                answers.merge(answer.status(), 1, Integer::sum);
            }
        }
        assertThat(answers.keySet()).containsExactly(400, 401, 404, 405, 413, 415);
        assertThat(engine.count("select count(*) from inbound_event where partner_id = 'hostile'"))
                .isZero();
        Senders.post("hostile", secret, "evt_fine", Senders.envelope("evt_fine", "webhook.test", "{}"))
                .then()
                .statusCode(200);
    }

    /** What is no HTTP is refused before anything of ours sees it: a 4xx or a closed connection, never a 5xx. */
    @Test
    void whatIsNoHttpIsRefusedToo() throws IOException {
        String start =
                "POST /webhooks/partner/hostile HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        for (String raw : List.of(
                "\u0016\u0003\u0001 hello\r\n\r\n",
                "POST /webhooks/partner/hostile\r\n\r\n",
                "POST  HTTP/1.1\r\n\r\n",
                start + "Content-Length: -1\r\n\r\n{}",
                start + "Content-Length: x\r\n\r\n{}",
                start + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                start + "Content-Length: 99999999999999999999\r\n\r\n{}",
                start + "Content-Length: 9000000\r\n\r\n{}",
                start + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                start + "X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                start + ": nameless\r\nContent-Length: 2\r\n\r\n{}",
                start + "X: " + "x".repeat(100_000) + "\r\nContent-Length: 2\r\n\r\n{}",
                "POST /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /webhooks/partner/host%zzile HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "POST /webhooks/partner/\u00ff\u00fe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")) {
            try (RawClient client = new RawClient()) {
                RawClient.Answer answer = client.send(raw.getBytes(StandardCharsets.ISO_8859_1));
                if (answer != null) {
                    assertThat(answer.status()).as(raw.substring(0, 12)).isBetween(400, 499);
                }
            }
        }
        assertThat(engine.count("select count(*) from inbound_event where partner_id = 'hostile'"))
                .isZero();
    }
}
