package dev.comanda.payments.webhook;

import static dev.comanda.payments.webhook.StripeDesk.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.fake.FakeStripe;
import dev.comanda.payments.fake.MercadoPagoAtHand;
import dev.comanda.payments.fake.StripeAtHand;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Also at the most talkative level (but for what configuration silences by name) no line names a payer, a card, a token or a secret. */
@QuarkusTest
@WithTestResource(StripeAtHand.class)
@WithTestResource(MercadoPagoAtHand.class)
class SilentLogsTest {
    private static final List<String> LOGGERS =
            List.of("dev.comanda", "com.stripe", "io.smallrye.faulttolerance", "org.jdbi");

    @SuppressWarnings("NullAway.Init")
    FakeStripe stripe;

    @SuppressWarnings("NullAway.Init")
    FakeMercadoPago mercadoPago;

    @Inject
    Jdbi jdbi;

    @Test
    void nothingThatIsNobodysBusinessIsLogged() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(new PatternFormatter("%c %s%E").format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        LOGGERS.forEach(name -> Logger.getLogger(name).setLevel(Level.ALL));
        try {
            journey();
        } finally {
            root.removeHandler(handler);
            LOGGERS.forEach(name -> Logger.getLogger(name).setLevel(null));
        }
        assertThat(lines).anyMatch(line -> line.contains("CREATE of pay_"));
        assertThat(lines).anyMatch(line -> line.contains("refused"));
        for (String secret : List.of(
                FakeStripe.KEY,
                StripeAtHand.SECRET,
                FakeMercadoPago.TOKEN,
                FakeMercadoPago.SECRET,
                "zoraida",
                "example.com",
                "tok_visa",
                "_secret_",
                "APRO")) {
            assertThat(lines)
                    .as(secret)
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT)));
        }
    }

    private void journey() {
        StripeDesk desk = new StripeDesk(stripe, jdbi);
        pay("stripe", "tok_visa");
        pay("stripe", "tok_chargeDeclined");
        pay("mercadopago", "APRO");
        pay("mercadopago", "FUND");
        pay("mock", "tok_visa");
        stripe.nextCalls(FakeStripe.Fault.RESET_AFTER, FakeStripe.Fault.ERROR_AFTER);
        pay("stripe", "tok_visa");
        StripeDesk.Made open = desk.pay("");
        given().get("/payments/" + open.id()).then().statusCode(200);
        byte[] body = "{\"to\":\"zoraida@example.com\"}".getBytes(StandardCharsets.UTF_8);
        StripeDesk.post(body, StripeDesk.sign(body, "whsec_wrong", Instant.now()))
                .statusCode(400);
        StripeDesk.post(body, StripeDesk.sign(body, StripeAtHand.SECRET, Instant.now()))
                .statusCode(400);
        await(() -> desk.count("select count(*) from mail where status = 'queued'") == 0);
    }

    private static void pay(String variant, String token) {
        String reference = "ORD-" + UUID.randomUUID();
        given().contentType("application/json")
                .header("Idempotency-Key", reference)
                .body("""
                        {"amount":"250.00","currency":"USD","reference":"%s","variant":"%s",
                         "customer":{"email":"zoraida@example.com","name":"Zoraida","locale":"en"},
                         "method":{"token":"%s","payment_method_id":"%s"}}""".formatted(reference, variant, token, variant.equals("mercadopago") ? "visa" : "pm_card_visa"))
                .post("/payments");
    }
}
