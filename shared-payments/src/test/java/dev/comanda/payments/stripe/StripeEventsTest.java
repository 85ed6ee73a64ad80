package dev.comanda.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.BillingRecord;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookEvent.Relevance;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventsTest {
    private static final Instant AT = Instant.parse("2026-02-01T18:00:00Z");

    private final StripeEvents events = new StripeEvents(account("sk_test_1", Optional.of("acct_ours")));

    @ParameterizedTest
    @CsvSource({
        "payment_intent.succeeded, intent",
        "payment_intent.payment_failed, intent",
        "payment_intent.canceled, intent",
        "payment_intent.processing, intent",
        "payment_intent.requires_action, intent",
        "payment_intent.amount_capturable_updated, intent",
        "charge.succeeded, charge",
        "charge.failed, charge",
        "charge.captured, charge",
        "charge.refunded, charge",
        "charge.expired, charge",
        "refund.created, refund",
        "refund.updated, refund",
        "refund.failed, refund",
        "charge.refund.updated, refund",
        "charge.dispute.created, dispute",
        "charge.dispute.updated, dispute",
        "charge.dispute.closed, dispute",
        "checkout.session.completed, session",
        "checkout.session.async_payment_succeeded, session",
        "checkout.session.async_payment_failed, session",
        "checkout.session.expired, session"
    })
    void actsOnWhatChangesAPayment(String type, String kind) throws MalformedWebhook {
        WebhookEvent event = parse(type, "{\"id\":\"x_1\",\"payment_intent\":\"pi_9\"}");

        assertThat(event.relevance()).isEqualTo(Relevance.ACT);
        assertThat(event.objects()).containsEntry(kind, "x_1");
        assertThat(event.paymentId()).isEqualTo(kind.equals("intent") ? "x_1" : "pi_9");
        assertThat(event.facts()).singleElement().satisfies(fact -> {
            assertThat(fact.kind()).isEqualTo(kind);
            assertThat(fact.id()).isEqualTo("x_1");
        });
        assertThat(event.billing()).isEmpty();
        assertThatThrownBy(() -> parse(type, "{\"payment_intent\":\"pi_9\"}")).isInstanceOf(MalformedWebhook.class);
    }

    @ParameterizedTest
    @CsvSource({
        "customer.created, CUSTOMER, false",
        "customer.updated, CUSTOMER, false",
        "customer.deleted, CUSTOMER, true",
        "payment_method.attached, PAYMENT_METHOD, false",
        "payment_method.detached, PAYMENT_METHOD, true",
        "payment_method.updated, PAYMENT_METHOD, false",
        "customer.subscription.created, SUBSCRIPTION, false",
        "customer.subscription.updated, SUBSCRIPTION, false",
        "customer.subscription.deleted, SUBSCRIPTION, true",
        "customer.subscription.trial_will_end, SUBSCRIPTION, false",
        "customer.subscription.paused, SUBSCRIPTION, false",
        "customer.subscription.resumed, SUBSCRIPTION, false",
        "invoice.created, INVOICE, false",
        "invoice.finalized, INVOICE, false",
        "invoice.paid, INVOICE, false",
        "invoice.payment_succeeded, INVOICE, false",
        "invoice.payment_failed, INVOICE, false",
        "invoice.payment_action_required, INVOICE, false",
        "invoice.voided, INVOICE, false",
        "invoice.marked_uncollectible, INVOICE, false"
    })
    void keepsTheBooksOfWhatIsBilledAgainAndAgain(String type, BillingRecord.Kind kind, boolean deleted)
            throws MalformedWebhook {
        WebhookEvent event = parse(type, "{\"id\":\"x_1\",\"status\":\"open\"}");

        assertThat(event.relevance()).isEqualTo(Relevance.ACT);
        assertThat(event.facts()).isEmpty();
        assertThat(event.paymentId()).isNull();
        assertThat(event.billing()).singleElement().satisfies(billing -> {
            assertThat(billing.kind()).isEqualTo(kind);
            assertThat(billing.id()).isEqualTo("x_1");
            assertThat(billing.at()).isEqualTo(AT);
            assertThat(billing.deleted()).isEqualTo(deleted);
        });
        assertThatThrownBy(() -> parse(type, "{}")).isInstanceOf(MalformedWebhook.class);
    }

    @Test
    void onlyAFailedInvoiceSaysWhomToMail() throws MalformedWebhook {
        String invoice = "{\"id\":\"in_1\",\"status\":\"open\",\"customer_email\":\"ana@example.com\"}";

        assertThat(parse("invoice.payment_failed", invoice).billing().getFirst().mailTo())
                .isEqualTo("ana@example.com");
        assertThat(parse("invoice.finalized", invoice).billing().getFirst().mailTo())
                .isNull();
        assertThat(parse("invoice.payment_failed", invoice).billing().toString())
                .doesNotContain("example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated"})
    void movedFundsAreOnlyNoted(String type) throws MalformedWebhook {
        WebhookEvent event = parse(type, "{\"id\":\"du_1\",\"charge\":\"ch_1\",\"status\":\"lost\",\"amount\":5}");

        assertThat(event.relevance()).isEqualTo(Relevance.NOTE);
        assertThat(event.facts()).isEmpty();
        assertThat(event.objects()).isEqualTo(Map.of("dispute", "du_1", "charge", "ch_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"payment_intent.created", "payout.paid", "something.nobody_knows", "invoice.upcoming"})
    void otherTypesAreIgnoredWhateverTheyCarry(String type) throws MalformedWebhook {
        assertThat(parse(type, "null").relevance()).isEqualTo(Relevance.IGNORE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"livemode\":true",
                "\"livemode\":false,\"account\":\"acct_of_another\"",
                "\"object\":\"v2.core.event\""
            })
    void whatIsNotOurModeAccountOrFamilyIsForeign(String field) throws MalformedWebhook {
        WebhookEvent event = events.parse(
                StripeAccounts.webhook(utf8("{\"id\":\"evt_1\",\"type\":\"charge.captured\"," + field + "}"), "", AT));

        assertThat(event.relevance()).isEqualTo(Relevance.FOREIGN);
        assertThat(event.facts()).isEmpty();
    }

    @Test
    void theKeySaysTheModeAndWithoutOneNoModeIsForeign() throws MalformedWebhook {
        byte[] live = utf8("{\"id\":\"evt_1\",\"type\":\"refund.failed\",\"livemode\":true,\"account\":\"acct_any\","
                + "\"data\":{\"object\":{\"id\":\"re_1\"}}}");
        for (String key : List.of("sk_live_1", "rk_live_1", "something_else")) {
            assertThat(new StripeEvents(account(key, Optional.empty()))
                            .parse(StripeAccounts.webhook(live, "", AT))
                            .relevance())
                    .isEqualTo(Relevance.ACT);
        }
        assertThat(new StripeEvents(account("rk_test_1", Optional.empty()))
                        .parse(StripeAccounts.webhook(live, "", AT))
                        .relevance())
                .isEqualTo(Relevance.FOREIGN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "[{}]",
                "\"evt\"",
                "1",
                "{",
                "{}",
                "{} {}",
                "\ufeff{}",
                "<html>",
                "{\"id\":\"evt_1\"}",
                "{\"type\":\"charge.captured\"}",
                "{\"id\":1,\"type\":\"charge.captured\"}",
                "{\"id\":\"\",\"type\":\"charge.captured\"}",
                "{\"id\":\"evt 1\",\"type\":\"charge.captured\"}",
                "{\"id\":\"evt_1\",\"type\":\"charge.captured\\u0000\"}",
                "{\"id\":\"evt_1\",\"type\":[\"charge.captured\"]}",
                "{\"id\":\"evt_1\",\"type\":\"charge.captured\"}",
                "{\"id\":\"evt_1\",\"type\":\"charge.captured\",\"data\":null}",
                "{\"id\":\"evt_1\",\"type\":\"charge.captured\",\"data\":{\"object\":[]}}",
                "{\"id\":\"evt_1\",\"type\":\"charge.captured\",\"data\":{\"object\":{\"id\":null}}}",
                "{\"id\":\"evt_1\",\"type\":\"charge.captured\",\"data\":{\"object\":{\"id\":{\"id\":\"ch_1\"}}}}"
            })
    void whatSaysNothingIsMalformed(String body) {
        assertMalformed(utf8(body));
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        byte[] overlong = utf8("{\"id\":\"evt_1\",\"type\":\"payout.paid\",\"x\":\"__\"}");
        overlong[overlong.length - 4] = (byte) 0xc0;
        overlong[overlong.length - 3] = (byte) 0x80;
        assertMalformed(overlong);
        assertMalformed("{\"id\":\"evt_1\",\"type\":\"payout.paid\"}".getBytes(StandardCharsets.UTF_16));
    }

    @Test
    void absurdNestingAndNumbersAreMalformed() {
        assertMalformed(utf8(
                "{\"id\":\"evt_1\",\"type\":\"payout.paid\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
        assertMalformed(utf8("{\"id\":\"evt_1\",\"type\":\"payout.paid\",\"x\":" + "9".repeat(10_000) + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "1.5", "1e2", "1e400", "99999999999999999999", "\"5\"", "true", "null", "[5]", "{}"})
    void anAmountOfAnotherTypeIsNoAmount(String amount) throws MalformedWebhook {
        WebhookEvent event =
                parse("charge.captured", "{\"id\":\"ch_1\",\"currency\":\"usd\",\"amount_captured\":" + amount + "}");

        assertThat(event.facts()).containsExactly(new Fact.Charge("ch_1", 0, 0, false, "USD", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e9", "9223372036854775807", "253402300800", "\"now\"", "null", "{}"})
    void anEventWithoutATimeIsOlderThanAllOthersAndDatesNoPayment(String created) throws MalformedWebhook {
        WebhookEvent event = events.parse(StripeAccounts.webhook(
                utf8("{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\",\"created\":" + created
                        + ",\"data\":{\"object\":{\"id\":\"pi_1\",\"status\":\"succeeded\",\"currency\":\"usd\","
                        + "\"amount_received\":500}}}"),
                "",
                AT));

        assertThat(event.facts())
                .containsExactly(new Fact.Intent(
                        "pi_1", Fact.Intent.Status.SUCCEEDED, Instant.EPOCH, 0, 500, "USD", null, null, null, false));
    }

    @Test
    void ofAKeyGivenTwiceTheLastCounts() throws MalformedWebhook {
        assertThat(parse("refund.updated", "{\"id\":\"re_1\",\"id\":\"re_2\"}")
                        .facts()
                        .getFirst()
                        .id())
                .isEqualTo("re_2");
    }

    @Test
    void aReservationIsNoCapture() throws MalformedWebhook {
        WebhookEvent event = parse(
                "charge.succeeded",
                "{\"id\":\"ch_1\",\"status\":\"succeeded\",\"paid\":true,\"captured\":false,\"currency\":\"usd\","
                        + "\"amount\":500,\"amount_captured\":0}");

        assertThat(event.facts()).containsExactly(new Fact.Charge("ch_1", 0, 0, false, "USD", null, null));
        assertThat(event.state()).isEqualTo(PaymentState.UNKNOWN);
    }

    @Test
    void readsOurIdsAndTheReferencesOfOthers() throws MalformedWebhook {
        WebhookEvent event = parse(
                "payment_intent.succeeded",
                "{\"id\":\"pi_1\",\"metadata\":{\"comanda_payment_id\":\"pay_1\",\"comanda_operation\":\"op_1\","
                        + "\"comanda_service\":\"restaurant\",\"order_id\":\"Mesa 7 / A\"}}");

        assertThat(event.tag()).isEqualTo(new Tag("pay_1", "op_1", "restaurant", "Mesa 7 / A"));
        assertThat(parse(
                                "payment_intent.succeeded",
                                "{\"id\":\"pi_1\",\"metadata\":{\"comanda_payment_id\":\"no/id\"}}")
                        .tag())
                .isEqualTo(Tag.NONE);
    }

    @Test
    void findsWhatIsExpandedAndWhatIsOnlyNamed() throws MalformedWebhook {
        WebhookEvent named = parse("charge.dispute.created", "{\"id\":\"du_1\",\"charge\":\"ch_1\"}");
        WebhookEvent expanded = parse(
                "checkout.session.completed",
                "{\"id\":\"cs_1\",\"payment_status\":\"paid\",\"amount_total\":500,\"currency\":\"usd\",\"payment_intent\":"
                        + "{\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount_received\":500,\"currency\":\"usd\"}}");

        assertThat(named.objects()).isEqualTo(Map.of("dispute", "du_1", "charge", "ch_1"));
        assertThat(expanded.objects()).isEqualTo(Map.of("session", "cs_1", "intent", "pi_1"));
        assertThat(expanded.facts()).extracting(Fact::kind).containsExactly("session", "intent");
        assertThat(expanded.state()).isEqualTo(PaymentState.PAID);
    }

    @Test
    void aDisputeKeepsItsDeadlineAndAnUnknownStatusIsOneToLookAt() throws MalformedWebhook {
        WebhookEvent event = parse(
                "charge.dispute.created",
                "{\"id\":\"du_1\",\"amount\":500,\"currency\":\"usd\",\"status\":\"brand_new\",\"reason\":\"fraudulent\","
                        + "\"evidence_details\":{\"due_by\":1770573600}}");

        assertThat(event.facts())
                .containsExactly(new Fact.Dispute(
                        "du_1",
                        500,
                        Fact.Dispute.Status.NEEDS_RESPONSE,
                        AT,
                        Instant.parse("2026-02-08T18:00:00Z"),
                        "fraudulent",
                        null));
        assertThat(event.state()).isEqualTo(PaymentState.DISPUTED);
    }

    @ParameterizedTest
    @CsvSource({
        "checkout.session.completed, complete, paid, PAID, PAID",
        "checkout.session.completed, complete, no_payment_required, PAID, PAID",
        "checkout.session.completed, complete, unpaid, UNPAID, PENDING",
        "checkout.session.async_payment_succeeded, complete, paid, PAID, PAID",
        "checkout.session.async_payment_failed, complete, unpaid, ASYNC_FAILED, FAILED",
        "checkout.session.expired, expired, unpaid, EXPIRED, EXPIRED"
    })
    void aPageIsFulfilledOnlyOncePaid(
            String type, String status, String payment, Fact.Session.Status expected, PaymentState state)
            throws MalformedWebhook {
        WebhookEvent event = parse(
                type,
                "{\"id\":\"cs_1\",\"amount_total\":500,\"currency\":\"usd\",\"status\":\"%s\",\"payment_status\":\"%s\"}"
                        .formatted(status, payment));

        assertThat(((Fact.Session) event.facts().getFirst()).status()).isEqualTo(expected);
        assertThat(event.state()).isEqualTo(state);
    }

    @Test
    void anAmountIsReadInTheDigitsOfItsCurrency() throws MalformedWebhook {
        assertThat(captured("isk", 10_000)).isEqualTo(100);
        assertThat(captured("isk", 10_050)).isEqualTo(100);
        assertThat(captured("jpy", 500)).isEqualTo(500);
        assertThat(captured("kwd", 1_230)).isEqualTo(1_230);
        assertThat(captured("zzz", 77)).isEqualTo(77);
        assertThat(captured("usd", Long.MAX_VALUE)).isEqualTo(1_000_000_000_000_000L);
    }

    @Test
    void whateverHappensToTheBytesNothingElseIsThrown() {
        byte[] good = utf8(
                event(
                        "charge.refunded",
                        "{\"id\":\"ch_1\",\"amount_captured\":500,\"amount_refunded\":500,\"currency\":\"usd\",\"refunds\":"
                                + "{\"data\":[{\"id\":\"re_1\",\"amount\":500,\"currency\":\"usd\",\"status\":\"succeeded\"}]}}"));
        Random random = new Random(11);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = good.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                events.parse(StripeAccounts.webhook(broken, "", AT));
                read++;
            } catch (MalformedWebhook e) {
                assertThat(e).hasMessageNotContaining("ch_1");
            }
        }
        assertThat(read).isBetween(1, 19_999);
    }

    private long captured(String currency, long amount) throws MalformedWebhook {
        WebhookEvent event = parse(
                "charge.captured",
                "{\"id\":\"ch_1\",\"currency\":\"" + currency + "\",\"amount_captured\":" + amount + "}");
        return ((Fact.Charge) event.facts().getFirst()).captured();
    }

    private void assertMalformed(byte[] body) {
        assertThatThrownBy(() -> events.parse(StripeAccounts.webhook(body, "", AT)))
                .isInstanceOf(MalformedWebhook.class);
    }

    private WebhookEvent parse(String type, String object) throws MalformedWebhook {
        return events.parse(StripeAccounts.webhook(utf8(event(type, object)), "", AT));
    }

    private static String event(String type, String object) {
        return "{\"id\":\"evt_1\",\"type\":\"%s\",\"livemode\":false,\"account\":\"acct_ours\",\"created\":%d,\"data\":{\"object\":%s}}"
                .formatted(type, AT.getEpochSecond(), object);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Account account(String key, Optional<String> accountId) {
        return new Account(
                "stripe",
                "restaurant",
                "stripe",
                Optional.of(key),
                List.of(),
                Optional.empty(),
                accountId,
                URI.create("https://grill.example"));
    }
}
