package dev.comanda.payments.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.net.Webhook;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.StripeAtHand;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;

/** What tests do at both ends of a Stripe account: ask our API for payments, post Stripe's events, read what came of it. */
record StripeDesk(FakeStripe stripe, Jdbi jdbi) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A payment as the test follows it: our id, Stripe's id (an intent's or a session's), the order. */
    record Made(String id, String object, String reference) {}

    Made pay(String extra) {
        String reference = "ORD-" + UUID.randomUUID();
        ValidatableResponse answer = create(reference, extra);
        String id = answer.extract().path("payment_id");
        return new Made(id, answer.extract().path("provider_payment_id"), reference);
    }

    static ValidatableResponse create(String reference, String extra) {
        return given().contentType("application/json")
                .header("Idempotency-Key", "key-" + reference)
                .body("""
                        {"amount":"250.00","currency":"USD","reference":"%s","variant":"stripe",
                         "customer":{"email":"maria@example.com"}%s}""".formatted(reference, extra))
                .post("/payments")
                .then();
    }

    /** All events of the account since {@code from} (a number of events), in order. */
    List<ObjectNode> eventsSince(int from) {
        List<ObjectNode> all = stripe.account().events();
        return List.copyOf(all.subList(from, all.size()));
    }

    /** Posts the event signed now, as that release writes it; answers the status word. Made for thousands of posts. */
    String post(ObjectNode event, String release) {
        byte[] body = stripe.account().render(event, release);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/payments/process/stripe"))
                .header("Content-Type", "application/json")
                .header("Stripe-Signature", sign(body, StripeAtHand.SECRET, Instant.now()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body().replaceAll(".*\"status\":\"(\\w+)\".*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static ValidatableResponse post(byte[] body, String signature) {
        return given().contentType("application/json")
                .header("Stripe-Signature", signature)
                .body(body)
                .post("/payments/process/stripe")
                .then();
    }

    static String sign(byte[] body, String secret, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(
                    new String(body, StandardCharsets.UTF_8), secret, at.getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing that this account posted waits to be applied. */
    void awaitApplied() {
        await(() -> count("select count(*) from provider_event where variant = 'stripe' and status = 'received'") == 0);
    }

    /** State, captured, refunded and disputed amount, then the effects by name. */
    String outcome(Made payment) {
        var path =
                given().get("/payments/" + payment.id()).then().statusCode(200).extract();
        List<String> effects = jdbi.withHandle(db -> db.createQuery(
                        "select effect from payment_effect where payment_id = ? order by effect, object_id")
                .bind(0, payment.id())
                .mapTo(String.class)
                .list());
        return "%s %s %s %s %s"
                .formatted(
                        path.path("state"),
                        path.path("captured_amount"),
                        path.path("refunded_amount"),
                        path.path("disputed_amount"),
                        effects);
    }

    String state(Made payment) {
        return given().get("/payments/" + payment.id()).then().extract().path("state");
    }

    long count(String sql, Object... arguments) {
        return jdbi.withHandle(db -> {
            var query = db.createQuery(sql);
            for (int i = 0; i < arguments.length; i++) {
                query.bind(i, arguments[i]);
            }
            return query.mapTo(Long.class).one();
        });
    }

    static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
