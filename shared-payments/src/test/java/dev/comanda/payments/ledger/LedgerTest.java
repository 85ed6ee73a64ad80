package dev.comanda.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of states, row by row. */
class LedgerTest {
    private static final Instant AT = Instant.parse("2026-02-01T18:00:00Z");
    private static final Money ASKED = new Money(25_000, CurrencyUnit.of("USD").orElseThrow());
    private static final Fact.Failure DECLINED = new Fact.Failure("card_declined", "No.");

    @Test
    void nothingHeardIsUnknown() {
        assertThat(fold()).isEqualTo(standing(PaymentState.UNKNOWN, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, CREATED",
        "CONFIRMING, PENDING",
        "PROCESSING, PENDING",
        "ACTION, REQUIRES_ACTION",
        "AUTHORIZED, AUTHORIZED",
        "CANCELED, CANCELED",
        "EXPIRED, EXPIRED",
        "SUCCEEDED, PENDING",
        "UNRECOGNIZED, UNKNOWN"
    })
    void withoutMoneyTheIntentSaysIt(Fact.Intent.Status status, PaymentState state) {
        assertThat(fold(intent(status, 0))).isEqualTo(standing(state, 0, 0, 0));
    }

    @Test
    void aFailedAttemptKeepsItsCode() {
        assertThat(fold(intent(Fact.Intent.Status.FAILED, 0)))
                .isEqualTo(new Standing(PaymentState.FAILED, 0, 0, 0, null, DECLINED, null, null));
    }

    @Test
    void theWholeAmountIsPaidWhoeverSaysSo() {
        assertThat(fold(intent(Fact.Intent.Status.SUCCEEDED, 25_000))).isEqualTo(paid(PaymentState.PAID, 0, 0, "pi_1"));
        assertThat(fold(charge(25_000, 0))).isEqualTo(paid(PaymentState.PAID, 0, 0));
        assertThat(fold(session(Fact.Session.Status.PAID))).isEqualTo(paid(PaymentState.PAID, 0, 0, "cs_1"));
    }

    @Test
    void theSameMoneyToldThriceIsPaidOnce() {
        assertThat(fold(
                        intent(Fact.Intent.Status.SUCCEEDED, 25_000),
                        charge(25_000, 0),
                        session(Fact.Session.Status.PAID)))
                .isEqualTo(paid(PaymentState.PAID, 0, 0, "pi_1"));
    }

    @Test
    void aRefundCountsOnceItSucceeded() {
        assertThat(fold(charge(25_000, 0), refund("re_1", 5_000, Fact.Refund.Status.PENDING)))
                .isEqualTo(paid(PaymentState.PAID, 0, 0));
        assertThat(fold(charge(25_000, 0), refund("re_1", 5_000, Fact.Refund.Status.SUCCEEDED)))
                .isEqualTo(paid(PaymentState.PARTIALLY_REFUNDED, 5_000, 0));
        assertThat(fold(charge(25_000, 25_000), refund("re_1", 25_000, Fact.Refund.Status.SUCCEEDED)))
                .isEqualTo(paid(PaymentState.REFUNDED, 25_000, 0));
    }

    @Test
    void aRefundThatFailedIsNotCountedThoughTheChargeOnceSaidSo() {
        assertThat(fold(
                        charge(25_000, 25_000),
                        refund("re_1", 5_000, Fact.Refund.Status.SUCCEEDED),
                        refund("re_2", 20_000, Fact.Refund.Status.FAILED)))
                .isEqualTo(paid(PaymentState.PARTIALLY_REFUNDED, 5_000, 0));
    }

    @Test
    void whatTheChargeSaysBeyondTheRefundsWeKnowWasRefundedElsewhere() {
        assertThat(fold(charge(25_000, 7_000), refund("re_1", 5_000, Fact.Refund.Status.SUCCEEDED)))
                .isEqualTo(paid(PaymentState.PARTIALLY_REFUNDED, 7_000, 0));
    }

    @Test
    void aReleasedAuthorisationIsNoRefund() {
        assertThat(fold(intent(Fact.Intent.Status.CANCELED, 0), charge(0, 25_000)))
                .isEqualTo(standing(PaymentState.CANCELED, 0, 0, 0));
    }

    @Test
    void aDisputeComesBeforeEverythingElse() {
        Fact refund = refund("re_1", 5_000, Fact.Refund.Status.SUCCEEDED);

        assertThat(fold(charge(25_000, 0), refund, dispute(Fact.Dispute.Status.LOST)))
                .isEqualTo(paid(PaymentState.CHARGED_BACK, 5_000, 20_000));
        assertThat(fold(charge(25_000, 0), refund, dispute(Fact.Dispute.Status.NEEDS_RESPONSE)))
                .isEqualTo(paid(PaymentState.DISPUTED, 5_000, 20_000));
        assertThat(fold(charge(25_000, 0), refund, dispute(Fact.Dispute.Status.WON)))
                .isEqualTo(paid(PaymentState.PARTIALLY_REFUNDED, 5_000, 0));
    }

    @Test
    void anInquiryIsCountedButChangesNothing() {
        assertThat(fold(charge(25_000, 0), dispute(Fact.Dispute.Status.WARNING_NEEDS_RESPONSE)))
                .isEqualTo(paid(PaymentState.PAID, 0, 20_000));
    }

    @Test
    void aPageSaysItWhileThereIsNoMoney() {
        assertThat(fold(session(Fact.Session.Status.OPEN)).state()).isEqualTo(PaymentState.CREATED);
        assertThat(fold(session(Fact.Session.Status.UNPAID)).state()).isEqualTo(PaymentState.PENDING);
        assertThat(fold(session(Fact.Session.Status.ASYNC_FAILED)).state()).isEqualTo(PaymentState.FAILED);
        assertThat(fold(session(Fact.Session.Status.EXPIRED), intent(Fact.Intent.Status.NEW, 0))
                        .state())
                .isEqualTo(PaymentState.EXPIRED);
        assertThat(fold(session(Fact.Session.Status.EXPIRED), intent(Fact.Intent.Status.CANCELED, 0))
                        .state())
                .isEqualTo(PaymentState.CANCELED);
    }

    @Test
    void anAuthorisationThatLapsedIsExpired() {
        assertThat(fold(
                                new Fact.Charge("ch_1", 0, 0, true, "USD", null, null),
                                intent(Fact.Intent.Status.AUTHORIZED, 0))
                        .state())
                .isEqualTo(PaymentState.EXPIRED);
    }

    @Test
    void ofSeveralAttemptsTheHopefulOneLeads() {
        Fact later = new Fact.Intent(
                "pi_2", Fact.Intent.Status.FAILED, AT.plusSeconds(60), 0, 0, "USD", "pay_1", DECLINED, null, false);

        assertThat(fold(intent(Fact.Intent.Status.ACTION, 0), later).state()).isEqualTo(PaymentState.REQUIRES_ACTION);
    }

    @Test
    void moneyThatIsNotWhatWasAskedWaitsForAnOperator() {
        assertReview("amount", intent("pay_1", "USD", 24_999));
        assertReview("amount", intent("pay_1", "USD", 25_001));
        assertReview("currency", intent("pay_1", "MXN", 25_000));
        assertReview("reference", intent("pay_of_another", "USD", 25_000));
        assertThat(fold(intent(null, "USD", 25_000)).review()).isNull();
    }

    @Test
    void anOperatorAcceptsOrRejectsIt() {
        Fact short1 = intent("pay_1", "USD", 24_999);

        assertThat(fold(Expected.Decision.ACCEPTED, short1).state()).isEqualTo(PaymentState.PAID);
        assertThat(fold(Expected.Decision.REJECTED, short1).review()).isEqualTo("rejected");
        assertThat(fold(Expected.Decision.REJECTED, short1, refund("re_1", 24_999, Fact.Refund.Status.SUCCEEDED)))
                .isEqualTo(new Standing(PaymentState.REFUNDED, 24_999, 24_999, 0, null, null, null, null));
    }

    private static void assertReview(String reason, Fact... facts) {
        Standing standing = fold(facts);
        assertThat(standing.review()).isEqualTo(reason);
        assertThat(standing.state()).isEqualTo(PaymentState.PENDING);
        assertThat(standing.isPaid()).isFalse();
    }

    private static Standing fold(Fact... facts) {
        return Ledger.fold(Expected.of("pay_1", ASKED), List.of(facts));
    }

    private static Standing fold(Expected.Decision decision, Fact... facts) {
        return Ledger.fold(new Expected("pay_1", ASKED, Map.of("pi_1", decision)), List.of(facts));
    }

    private static Standing standing(PaymentState state, long captured, long refunded, long disputed) {
        return new Standing(state, captured, refunded, disputed, null, null, null, null);
    }

    private static Standing paid(PaymentState state, long refunded, long disputed) {
        return paid(state, refunded, disputed, "ch_1");
    }

    private static Standing paid(PaymentState state, long refunded, long disputed, String by) {
        return new Standing(state, 25_000, refunded, disputed, null, null, AT, by);
    }

    private static Fact intent(Fact.Intent.Status status, long received) {
        return new Fact.Intent(
                "pi_1",
                status,
                AT,
                25_000,
                received,
                "USD",
                "pay_1",
                status == Fact.Intent.Status.FAILED ? DECLINED : null,
                received > 0 ? AT : null,
                false);
    }

    private static Fact intent(@Nullable String claims, String currency, long received) {
        return new Fact.Intent(
                "pi_1", Fact.Intent.Status.SUCCEEDED, AT, 25_000, received, currency, claims, null, AT, false);
    }

    private static Fact charge(long captured, long refunded) {
        return new Fact.Charge("ch_1", captured, refunded, false, "USD", captured > 0 ? AT : null, null);
    }

    private static Fact refund(String id, long amount, Fact.Refund.Status status) {
        return new Fact.Refund(id, amount, status, null, null, null);
    }

    private static Fact dispute(Fact.Dispute.Status status) {
        return new Fact.Dispute("du_1", 20_000, status, AT, null, null, null);
    }

    private static Fact session(Fact.Session.Status status) {
        return new Fact.Session("cs_1", status, 25_000, "USD", status == Fact.Session.Status.PAID ? AT : null, null);
    }
}
