package dev.comanda.payments.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.comanda.payments.fake.FakeStripe.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake keeps Stripe's manners that our proofs lean on. */
class FakeStripeTest {
    private static final String PAY = "amount=500&currency=usd&confirm=true&payment_method=pm_card_visa";

    private final FakeStripe stripe = new FakeStripe();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        stripe.close();
        http.close();
    }

    @Test
    void answersAKeyAgainAsItDidAndRefusesOtherParametersUnderIt() throws Exception {
        HttpResponse<String> first = post("k1", PAY);

        assertThat(post("k1", PAY).body()).isEqualTo(first.body());
        assertThat(post("k1", PAY + "&description=x").body()).contains("idempotency_error");
        assertThat(post("k2", PAY).body()).isNotEqualTo(first.body());
        assertThat(undelivered()).contains("\"evt_1\"");
    }

    @Test
    void keepsAnErrorOfItsOwnUnderTheKeyButNotThatItWasBusy() throws Exception {
        stripe.nextCalls(Fault.ERROR_AFTER, Fault.NONE, Fault.BUSY);

        assertThat(post("k1", PAY).statusCode()).isEqualTo(500);
        assertThat(post("k1", PAY).statusCode()).isEqualTo(500);
        assertThat(post("k2", PAY).statusCode()).isEqualTo(429);
        assertThat(post("k2", PAY).statusCode()).isEqualTo(200);
    }

    @Test
    void takesNoOtherKeyThanItsOwn() throws Exception {
        HttpRequest stranger = HttpRequest.newBuilder(stripe.base().resolve("/v1/payment_intents"))
                .header("Authorization", "Bearer sk_test_of_somebody_else")
                .POST(HttpRequest.BodyPublishers.ofString(PAY))
                .build();

        assertThat(http.send(stranger, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void postsItsEventsSignedAndRemembersWhatWasTaken() throws Exception {
        BlockingQueue<String> signatures = new LinkedBlockingQueue<>();
        HttpServer listener = listener(signatures);
        try {
            URI target = URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + "/");
            stripe.deliverTo(target, "whsec_test");
            post("k1", PAY);

            for (int i = 0; i < 3; i++) {
                assertThat(signatures.poll(10, TimeUnit.SECONDS))
                        .startsWith("t=")
                        .contains(",v1=");
            }
            assertThat(stripe.post(stripe.account().events().getFirst(), target, "whsec_test"))
                    .isEqualTo(200);
            assertThat(undelivered()).doesNotContain("\"evt_1\"");
        } finally {
            listener.stop(0);
        }
    }

    private String undelivered() throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(stripe.base().resolve("/v1/events?delivery_success=false"))
                                .header("Authorization", "Bearer " + FakeStripe.KEY)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpServer listener(BlockingQueue<String> signatures) throws IOException {
        HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            signatures.add(exchange.getRequestHeaders().getFirst("Stripe-Signature"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        listener.start();
        return listener;
    }

    private HttpResponse<String> post(String key, String form) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(stripe.base().resolve("/v1/payment_intents"))
                        .header("Authorization", "Bearer " + FakeStripe.KEY)
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
