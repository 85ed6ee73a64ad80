package dev.comanda.payments.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.MercadoPagoAtHand;
import dev.comanda.payments.fake.StripeAtHand;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Whatever anybody posts to a provider's address: a 4xx problem, nothing stored, and never a fault of ours. */
@QuarkusTest
@WithTestResource(StripeAtHand.class)
@WithTestResource(MercadoPagoAtHand.class)
class HostileWebhooksTest {
    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "{}",
            "0",
            "\"evt\"",
            "true",
            "{",
            "{\"id\":1}",
            "{\"id\":null,\"type\":null}",
            "{\"id\":\"evt_1\"}",
            "{\"type\":\"payment_intent.succeeded\"}",
            "{\"id\":\"\",\"type\":\"\"}",
            "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\"}",
            "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\",\"data\":null}",
            "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":[]}}",
            "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"id\":7}}}",
            "{\"id\":\"evt_1\",\"type\":\"charge.dispute.created\",\"data\":{\"object\":{}}}",
            "{\"id\":\"evt_1\",\"type\":[\"payment_intent.succeeded\"]}",
            "[".repeat(3000),
            "{\"id\":\"evt_1\",\"type\":\"refund.created\",\"created\":1e400,\"data\":{\"object\":{\"id\":null}}}",
            "{\"id\":\"\\u0000\",\"type\":\"payment_intent.succeeded\",\"data\":{\"object\":{\"id\":\"\\u0000\"}}}",
            "\uFEFF{\"id\":\"evt_1\"}");

    @TestHTTPResource("/payments/process/")
    @SuppressWarnings("NullAway.Init")
    URI process;

    @SuppressWarnings("NullAway.Init")
    FakeStripe stripe;

    @SuppressWarnings("NullAway.Init")
    FakeMercadoPago mercadoPago;

    @Inject
    Jdbi jdbi;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void moreThanFiveHundredOfThemComeToNothing() throws Exception {
        long before = stored();
        int posted = 0;
        Random random = new Random(42);
        for (String variant : List.of("stripe", "mercadopago", "mock")) {
            for (Map<String, String> headers : headers()) {
                for (int i = 0; i < BODIES.size() / 2; i++) {
                    refused(variant, headers, bytes(BODIES.get(random.nextInt(BODIES.size()))), "");
                    posted++;
                }
            }
        }
        for (String body : BODIES) {
            refused("stripe", signed(bytes(body)), bytes(body), "");
            posted++;
        }
        for (int i = 0; i < 150; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            refused("stripe", Map.of("Stripe-Signature", garbage(random)), noise, "");
            refused("mercadopago", Map.of("x-signature", garbage(random)), noise, "?data.id=" + random.nextInt());
            posted += 2;
        }
        for (String query : List.of(
                "", "?data.id=", "?data.id=1%00", "?topic=payment&id=5", "?data.id=" + "9".repeat(65), "?data.id=5")) {
            for (String id : List.of("5", "", "6", "../5", "9".repeat(65))) {
                String manifest = "id:" + (query.startsWith("?data.id=") ? query.substring(9) : "")
                        + ";request-id:r;ts:" + Instant.now().toEpochMilli() + ";";
                String ts = manifest.replaceAll(".*ts:(\\d+);", "$1");
                byte[] body =
                        bytes("{\"id\":1,\"type\":\"payment\",\"live_mode\":true,\"data\":{\"id\":\"" + id + "\"}}");
                if (!(query.equals("?data.id=5") && id.equals("5"))) {
                    refused(
                            "mercadopago",
                            Map.of(
                                    "x-signature",
                                    "ts=" + ts + ",v1=" + FakeMercadoPago.sign(FakeMercadoPago.SECRET, manifest),
                                    "x-request-id",
                                    "r"),
                            body,
                            query);
                    posted++;
                }
            }
        }
        assertThat(posted).isGreaterThan(500);
        assertThat(stored()).isEqualTo(before);
    }

    private static List<Map<String, String>> headers() {
        return List.of(
                Map.of(),
                Map.of("Stripe-Signature", ""),
                Map.of("Stripe-Signature", "t=,v1="),
                Map.of("Stripe-Signature", "t=1,v1=" + "0".repeat(64)),
                Map.of("Stripe-Signature", "t=99999999999999999999,v1=00"),
                Map.of("Stripe-Signature", "t=1" + ",v1=00".repeat(900)),
                Map.of("x-signature", "ts=,v1="),
                Map.of("x-signature", "ts=1,v1=" + "0".repeat(64), "x-request-id", "r"),
                Map.of("webhook-id", "x", "webhook-timestamp", "y", "webhook-signature", "v1,z"),
                Map.of("webhook-id", "x"));
    }

    private static Map<String, String> signed(byte[] body) throws GeneralSecurityException {
        return Map.of(
                "Stripe-Signature",
                Webhook.Signature.generateSignatureHeader(
                        new String(body, StandardCharsets.UTF_8),
                        StripeAtHand.SECRET,
                        Instant.now().getEpochSecond()));
    }

    private static String garbage(Random random) {
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            parts.add(List.of("t", "v1", "v0", "ts", "", "=").get(random.nextInt(6)) + "="
                    + List.of("1", "-5", "zz", Long.toString(random.nextLong()), "v1=1", "%00")
                            .get(random.nextInt(6)));
        }
        return String.join(random.nextBoolean() ? "," : ";", parts);
    }

    private void refused(String variant, Map<String, String> headers, byte[] body, String query)
            throws IOException, InterruptedException {
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(process + variant + query))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(post::header);
        HttpResponse<String> answer = http.send(post.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s %s %s", variant, headers, query).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private long stored() {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from provider_event")
                .mapTo(Long.class)
                .one());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
