package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.signing.Keyring;
import dev.comanda.signing.Scheme;
import dev.comanda.signing.Secret;
import dev.comanda.signing.Verdict;
import dev.comanda.signing.Verifier;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestKindTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    void signsAWebhookOfTheSizeOfAnEvent() {
        String[] command = ("webhook sender " + SECRET + " service.booked_for_event booked- 1000 false").split(" ");
        byte[] request = RequestKind.of(command, 0).request(1_234);
        assertThat(HttpMessage.length(request, request.length)).isEqualTo(request.length);

        String text = new String(request, UTF_8);
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        assertThat(body.length()).isBetween(380, 480);
        assertThat(body).contains("\"external_event_id\":\"L-234\"");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        text.lines()
                .filter(line -> line.startsWith("webhook-"))
                .forEach(line -> headers.put(line.split(": ")[0], line.split(": ")[1]));
        assertThat(Verifier.verify(
                        Keyring.of(new Keyring.Key("k", new Secret(SECRET))),
                        headers::get,
                        body.getBytes(UTF_8),
                        Instant.now()))
                .isEqualTo(new Verdict.Valid("k", Scheme.STANDARD_WEBHOOKS));
    }

    @Test
    void makesIdsInTheOrderOfTimeOrInNone() {
        assertThat(id("false", 1)).isEqualTo("plain-0000000000000001");
        assertThat(id("false", 2)).isEqualTo("plain-0000000000000002");
        assertThat(id("true", 1)).isEqualTo("plain-9e3779b97f4a7c15");
        assertThat(id("true", 2)).isEqualTo("plain-3c6ef372fe94f82a");
    }

    private static String id(String random, int number) {
        String[] command = ("webhook sender " + SECRET + " unknown.type plain- 1000 " + random).split(" ");
        String text = new String(RequestKind.of(command, 0).request(number), UTF_8);
        return text.replaceAll("(?s).*webhook-id: (\\S+).*", "$1");
    }
}
