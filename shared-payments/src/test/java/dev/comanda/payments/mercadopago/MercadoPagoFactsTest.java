package dev.comanda.payments.mercadopago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.ledger.Standing;
import dev.comanda.payments.mercadopago.MercadoPagoFacts.Unreadable;
import dev.comanda.payments.port.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MercadoPagoFactsTest {
    private static final Expected EXPECTED = Expected.of("pay_1", TestAccount.mxn(25_010));

    @ParameterizedTest
    @CsvSource({
        "pending, pending_waiting_payment, PENDING",
        "in_process, pending_review_manual, PENDING",
        "authorized, pending_capture, AUTHORIZED",
        "approved, accredited, PAID",
        "in_mediation, in_process, DISPUTED",
        "charged_back, settled, DISPUTED",
        "rejected, cc_rejected_bad_filled_date, FAILED",
        "cancelled, by_collector, CANCELED",
        "cancelled, expired, EXPIRED",
        "a_word_of_next_year, '', UNKNOWN"
    })
    void everyStatusHasItsState(String status, String detail, PaymentState state) throws Unreadable {
        Standing standing = fold(MercadoPagoFacts.ofPayment(payment(status, detail, "10:00:00.000-04:00", "0", "")));

        assertThat(standing.state()).isEqualTo(state);
        assertThat(standing.review()).isNull();
        assertThat(standing.failure())
                .isEqualTo(state == PaymentState.FAILED ? MercadoPagoFacts.failure(detail) : null);
    }

    @Test
    void refundsCountByAmount() throws Unreadable {
        Standing part = fold(MercadoPagoFacts.ofPayment(
                payment("approved", "partially_refunded", "11:00:00.000-04:00", "0.10", refund(7, "0.1", "approved"))));
        assertThat(part.state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        assertThat(part.refunded()).isEqualTo(10);
        assertThat(part.captured()).isEqualTo(25_010);

        Standing whole = fold(MercadoPagoFacts.ofPayment(
                payment("refunded", "refunded", "11:00:00.000-04:00", "250.1", refund(7, "250.10", "approved"))));
        assertThat(whole.state()).isEqualTo(PaymentState.REFUNDED);

        Standing notYet = fold(MercadoPagoFacts.ofPayment(
                payment("approved", "accredited", "11:00:00.000-04:00", "0", refund(7, "5", "in_process"))));
        assertThat(notYet.state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void timesKeepTheirOffset() throws Unreadable {
        Fact.Intent intent = (Fact.Intent)
                MercadoPagoFacts.ofPayment(payment("approved", "accredited", "10:00:00.123-04:00", "0", ""))
                        .getFirst();
        assertThat(intent.at()).isEqualTo(Instant.parse("2026-02-01T14:00:00.123Z"));
        assertThat(intent.paidAt()).isEqualTo(Instant.parse("2026-02-01T13:30:00Z"));
    }

    @Test
    void aReferenceThatCannotBeOursIsNobodysAndACaseForReview() throws Unreadable {
        String bad = payment("approved", "accredited", "10:00:00.000-04:00", "0", "")
                .toString()
                .replace("pay_1", "RES 1; drop");
        JsonNode payment = json(bad);
        assertThat(MercadoPagoFacts.tag(payment)).isEqualTo(Tag.NONE);
        assertThat(fold(MercadoPagoFacts.ofPayment(payment)).review()).isEqualTo("reference");
    }

    @Test
    void whatIsNoPaymentIsRefused() {
        for (String broken : List.of(
                "{}",
                "{\"id\":1}",
                "{\"id\":1,\"currency_id\":\"MXN\",\"status\":\"approved\",\"date_last_updated\":\"2026-02-01T10:00:00Z\"}",
                "{\"id\":1,\"currency_id\":\"MXN\",\"status\":\"pending\",\"date_last_updated\":\"yesterday\"}",
                "{\"id\":1,\"currency_id\":\"XXX\",\"status\":\"pending\",\"date_last_updated\":\"2026-02-01T10:00:00Z\"}",
                "{\"id\":1,\"currency_id\":\"MXN\",\"status\":\"approved\",\"transaction_amount\":1.001,"
                        + "\"date_last_updated\":\"2026-02-01T10:00:00Z\"}",
                "{\"id\":1,\"currency_id\":\"MXN\",\"status\":\"approved\",\"transaction_amount\":1e999999999,"
                        + "\"date_last_updated\":\"2026-02-01T10:00:00Z\"}")) {
            assertThatThrownBy(() -> MercadoPagoFacts.ofPayment(json(broken)))
                    .as(broken)
                    .isInstanceOf(Unreadable.class);
        }
    }

    /** Pending, paid, twice refunded, charged back, won: in any order and with repetitions, one end. */
    @Test
    void anyOrderOfSnapshotsEndsAlike() throws Unreadable {
        String first = refund(7, "100", "approved");
        String both = first + "," + refund(8, "50.1", "approved");
        List<List<Fact>> snapshots = new ArrayList<>();
        snapshots.add(MercadoPagoFacts.ofPayment(payment("pending", "", "09:00:00.000-04:00", "0", "")));
        snapshots.add(MercadoPagoFacts.ofPayment(payment("approved", "accredited", "10:00:00.000-04:00", "0", "")));
        snapshots.add(MercadoPagoFacts.ofPayment(
                payment("approved", "partially_refunded", "11:00:00.000-04:00", "100", first)));
        snapshots.add(MercadoPagoFacts.ofPayment(
                payment("approved", "partially_refunded", "12:00:00.000-04:00", "150.1", both)));
        snapshots.add(
                MercadoPagoFacts.ofPayment(payment("charged_back", "in_process", "13:00:00.000-04:00", "150.1", both)));
        snapshots.add(List.of(chargeback("null", "13:00:00.000-04:00")));
        Standing disputed = folded(snapshots);
        snapshots.add(List.of(chargeback("true", "14:00:00.000-04:00")));
        Standing won = folded(snapshots);

        assertThat(disputed.state()).isEqualTo(PaymentState.DISPUTED);
        assertThat(won.state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        assertThat(won.captured()).isEqualTo(25_010);
        assertThat(won.refunded()).isEqualTo(15_010);
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            List<List<Fact>> shuffled = new ArrayList<>(snapshots);
            shuffled.add(snapshots.get(random.nextInt(snapshots.size())));
            Collections.shuffle(shuffled, random);
            assertThat(folded(shuffled)).isEqualTo(won);
        }
    }

    @Test
    void aLostChargebackIsTheEnd() throws Unreadable {
        List<List<Fact>> snapshots = List.of(
                MercadoPagoFacts.ofPayment(payment("charged_back", "settled", "13:00:00.000-04:00", "0", "")),
                List.of(chargeback("false", "14:00:00.000-04:00")));
        assertThat(folded(snapshots).state()).isEqualTo(PaymentState.CHARGED_BACK);
        assertThat(folded(snapshots).disputed()).isEqualTo(25_010);
    }

    private static Standing folded(List<List<Fact>> snapshots) {
        Map<String, Fact> merged = new HashMap<>();
        snapshots.forEach(facts -> facts.forEach(fact -> merged.merge(fact.kind() + fact.id(), fact, Fact::merge)));
        return fold(List.copyOf(merged.values()));
    }

    private static Standing fold(List<Fact> facts) {
        return Ledger.fold(EXPECTED, facts);
    }

    private static Fact chargeback(String covered, String at) throws Unreadable {
        return MercadoPagoFacts.ofChargeback(json("""
                {"id":"9","payments":[1],"currency":"MXN","amount":250.1,"coverage_applied":%s,
                 "date_documentation_deadline":"2026-02-10T00:00:00.000-04:00","date_last_updated":"2026-02-01T%s"}
                """.formatted(covered, at)), "1");
    }

    private static String refund(int id, String amount, String status) {
        return "{\"id\":%d,\"amount\":%s,\"status\":\"%s\"}".formatted(id, amount, status);
    }

    private static JsonNode payment(String status, String detail, String at, String refunded, String refunds) {
        return json("""
                {"id":1,"status":"%s","status_detail":"%s","transaction_amount":250.1,"transaction_amount_refunded":%s,
                 "currency_id":"MXN","external_reference":"pay_1","date_approved":"2026-02-01T09:30:00.000-04:00",
                 "date_last_updated":"2026-02-01T%s","refunds":[%s],"unknown":{"field":[1]}}
                """.formatted(status, detail, refunded, at, refunds));
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
