package dev.comanda.payments.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers may get wrong about payments: each time a problem that names it, and nothing stored. */
@QuarkusTest
class BadPaymentsTest {
    private static final String GOOD = "\"amount\":\"250.00\",\"currency\":\"USD\",\"reference\":\"ORD-BAD\"";

    @Inject
    Jdbi jdbi;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "amount | \"currency\":\"USD\",\"reference\":\"R\"",
                "amount | \"amount\":null,\"currency\":\"USD\",\"reference\":\"R\"",
                "amount | \"amount\":250.00,\"currency\":\"USD\",\"reference\":\"R\"",
                "amount | \"amount\":\"250,00\",\"currency\":\"USD\",\"reference\":\"R\"",
                "amount | \"amount\":\"1.234\",\"currency\":\"KWD\",\"reference\":\"R\"",
                "amount | \"amount\":\"1.5\",\"currency\":\"JPY\",\"reference\":\"R\"",
                "amount | \"amount\":\"9999999999999999999999\",\"currency\":\"USD\",\"reference\":\"R\"",
                "amount | \"amount\":\"\",\"currency\":\"USD\",\"reference\":\"R\"",
                "amount | \"amount\":\"٢٥٠\",\"currency\":\"USD\",\"reference\":\"R\"",
                "currency | \"amount\":\"1\",\"reference\":\"R\"",
                "currency | \"amount\":\"1\",\"currency\":\"usd\",\"reference\":\"R\"",
                "currency | \"amount\":\"1\",\"currency\":\"XYZ\",\"reference\":\"R\"",
                "currency | \"amount\":\"1\",\"currency\":\"XXX\",\"reference\":\"R\"",
                "reference | \"amount\":\"1\",\"currency\":\"USD\"",
                "reference | \"amount\":\"1\",\"currency\":\"USD\",\"reference\":\"\"",
                "reference | \"amount\":\"1\",\"currency\":\"USD\",\"reference\":\"a\\nb\"",
                "reference | \"amount\":\"1\",\"currency\":\"USD\",\"reference\":\"a\\u0000b\"",
                "reference | \"amount\":\"1\",\"currency\":\"USD\",\"reference\":7",
                "variant | GOOD,\"variant\":\"nobody\"",
                "variant | GOOD,\"variant\":\"../x\"",
                "capture | GOOD,\"capture\":\"false\"",
                "method | GOOD,\"method\":{}",
                "method | GOOD,\"method\":\"visa\"",
                "method.token | GOOD,\"method\":{\"token\":\"a b\"}",
                "method.installments | GOOD,\"method\":{\"token\":\"t\",\"installments\":0}",
                "method.installments | GOOD,\"method\":{\"token\":\"t\",\"installments\":2.5}",
                "checkout | GOOD,\"method\":{\"token\":\"t\"},\"checkout\":{\"success_url\":\"http://localhost/\",\"cancel_url\":\"http://localhost/\"}",
                "checkout.cancel_url | GOOD,\"checkout\":{\"success_url\":\"http://localhost/\"}",
                "checkout.success_url | GOOD,\"checkout\":{\"success_url\":\"https://evil.example/\",\"cancel_url\":\"http://localhost/\"}",
                "checkout.success_url | GOOD,\"checkout\":{\"success_url\":\"javascript:alert(1)\",\"cancel_url\":\"http://localhost/\"}",
                "checkout.cancel_url | GOOD,\"checkout\":{\"success_url\":\"http://localhost/\",\"cancel_url\":\"http://a@localhost/\"}",
                "customer.email | GOOD,\"customer\":{\"name\":\"Ana\"}",
                "customer.email | GOOD,\"customer\":{\"email\":\"nobody\"}",
                "customer.email | GOOD,\"customer\":{\"email\":\"a@b.example\\r\\nBcc: c@d.example\"}",
                "customer.locale | GOOD,\"customer\":{\"email\":\"a@b.example\",\"locale\":\"español\"}",
                "metadata.comanda_payment_id | GOOD,\"metadata\":{\"comanda_payment_id\":\"pay_1\"}",
                "metadata.order_id | GOOD,\"metadata\":{\"order_id\":\"1\"}",
                "metadata | GOOD,\"metadata\":[]",
                "surprise | GOOD,\"surprise\":1"
            })
    void eachWrongFieldIsNamed(String field, String fields) {
        long before = payments();
        given().contentType("application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{" + fields.replace("GOOD", GOOD) + "}")
                .post("/payments")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", startsWith(field));
        assertThat(payments()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "\"x\"", "{}{}", "\uFEFF{}"})
    void whatIsNoObjectIsRefused(String body) {
        given().contentType("application/json")
                .header("Idempotency-Key", "k")
                .body(body)
                .post("/payments")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/payments/nobody", "/payments/nobody/history", "/payments/nobody/refunds", "/orders/nobody"})
    void whatIsNotThereIsA404(String path) {
        given().get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "cancel", "accept", "reject"})
    void stepsOfNobodysPaymentAreA404(String step) {
        given().post("/payments/nobody/" + step).then().statusCode(404);
        given().contentType("application/json")
                .body("{\"surprise\":1}")
                .post("/payments/nobody/" + step)
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/payments/a%20b",
                "/payments/%00",
                "/payments?reference=%00",
                "/payments/events?status=x",
                "/payments/events?cursor=x"
            })
    void idsAndFiltersAreCheckedBeforeAnyQuery(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(400).body("status", equalTo(400));
    }

    private long payments() {
        return jdbi.withHandle(db ->
                db.createQuery("select count(*) from payment").mapTo(Long.class).one());
    }
}
