package dev.comanda.payments.mock;

import static dev.comanda.payments.mock.MockAccount.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.PaymentState;
import dev.comanda.payments.port.CreateResult;
import dev.comanda.payments.port.LookResult;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Operation;
import dev.comanda.payments.port.RefundResult;
import dev.comanda.payments.port.Remedy;
import dev.comanda.payments.port.StatusResult;
import dev.comanda.payments.port.StepResult;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MockProviderTest {
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    @Inject
    MockWebhookWorker ownWorker;

    @Inject
    Wakeups wakeups;

    @Inject
    Jdbi jdbi;

    private final String operation = "op_" + UUID.randomUUID();

    @Test
    void paysAtOnceAndPostsWhatTheAnswerSaid() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "");
            await(() -> mock.received.size() == 1);
            WebhookEvent event = heard(mock).getFirst();

            assertThat(state(created.facts())).isEqualTo(PaymentState.PAID);
            assertThat(created.redirectUrl()).isNull();
            assertThat(event.eventId()).startsWith("mock_evt_");
            assertThat(event.eventType()).isEqualTo("payment.paid");
            assertThat(event.paymentId()).isEqualTo(created.providerPaymentId());
            assertThat(event.state()).isEqualTo(PaymentState.PAID);
            assertThat(event.facts()).isEqualTo(created.facts());
            assertThat(event.tag()).isEqualTo(new Tag("pay_" + operation, operation, "marketplace", "BOOK-7"));
            assertThat(event.raw().at("/data/facts/0/received").asLong()).isEqualTo(25_000);
        }
    }

    @Test
    void chargesOnceWhateverOneOperationIsRepeated() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created first = created(mock, "");

            assertThat(mock.provider.createPayment(mock.request(operation, ""))).isEqualTo(first);
            assertThat(count("mock_payment where operation_id = '" + operation + "'"))
                    .isOne();
            assertThat(count("mock_webhook where payment = '" + first.providerPaymentId() + "'"))
                    .isOne();
        }
    }

    @Test
    void refusesAScenarioNobodyHasWritten() {
        try (MockAccount mock = new MockAccount()) {
            assertThat(mock.provider.createPayment(mock.request(operation, "Paid ")))
                    .isInstanceOf(CreateResult.Invalid.class);
            assertThat(count("mock_payment where operation_id = '" + operation + "'"))
                    .isZero();
        }
    }

    @Test
    void declines() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult result = mock.provider.createPayment(mock.request(operation, "declined"));

            assertThat(result).isInstanceOf(CreateResult.Declined.class);
            CreateResult.Declined declined = (CreateResult.Declined) result;
            assertThat(declined.code()).isEqualTo("card_declined");
            assertThat(state(declined.facts())).isEqualTo(PaymentState.FAILED);
            assertThat(declined.providerPaymentId()).startsWith("mock_pay_");
            assertThat(mock.provider.createPayment(mock.request(operation, "declined")))
                    .isEqualTo(declined);
            await(() -> mock.received.size() == 1);
            assertThat(heard(mock).getFirst().eventType()).isEqualTo("payment.failed");
        }
    }

    @Test
    void losesTheFirstAnswerAndTellsTheSecondTime() {
        try (MockAccount mock = new MockAccount()) {
            assertThat(mock.provider.createPayment(mock.request(operation, "timeout_after_success")))
                    .isEqualTo(new CreateResult.Unknown("scripted timeout", Remedy.REPEAT));
            LookResult looked = mock.provider.look(
                    new Operation(operation, Operation.Kind.CREATE, "pay_" + operation, null, usd(25_000), mock.now()));
            CreateResult.Created created = created(mock, "timeout_after_success");

            assertThat(looked).isEqualTo(new LookResult.Found(created.providerPaymentId(), created.facts()));
            assertThat(state(created.facts())).isEqualTo(PaymentState.PAID);
            await(() -> mock.received.size() == 1);
        }
    }

    @Test
    void waitsForAPayerWhoComesBackAfterTwoSeconds() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "requires_action");
            assertThat(created.redirectUrl()).isEqualTo("https://market.example/payments/pay_" + operation);
            assertThat(state(created.facts())).isEqualTo(PaymentState.REQUIRES_ACTION);
            assertThat(story(mock, created, PaymentState.PAID))
                    .containsExactlyInAnyOrder("payment.requires_action", "payment.paid");
        }
    }

    @Test
    void playsWhatEndsLater() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "async_success");
            assertThat(state(created.facts())).isEqualTo(PaymentState.PENDING);
            assertThat(story(mock, created, PaymentState.PAID))
                    .containsExactlyInAnyOrder("payment.pending", "payment.paid");
        }
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "async_failure");
            assertThat(state(created.facts())).isEqualTo(PaymentState.PENDING);
            assertThat(story(mock, created, PaymentState.FAILED))
                    .containsExactlyInAnyOrder("payment.pending", "payment.failed");
        }
    }

    @Test
    void playsDisputes() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "dispute_won");
            mock.pass(Duration.ofSeconds(1));
            assertThat(state(now(mock, created.providerPaymentId()))).isEqualTo(PaymentState.DISPUTED);
            Fact.Dispute opened = only(Fact.Dispute.class, now(mock, created.providerPaymentId()));
            assertThat(opened.dueBy()).isEqualTo(opened.at().plus(Duration.ofDays(7)));
            assertThat(story(mock, created, PaymentState.PAID))
                    .containsExactlyInAnyOrder("payment.paid", "dispute.opened", "dispute.closed");
        }
        try (MockAccount mock = new MockAccount()) {
            assertThat(story(mock, created(mock, "dispute_lost"), PaymentState.CHARGED_BACK))
                    .containsExactlyInAnyOrder("payment.paid", "dispute.opened", "dispute.closed");
        }
    }

    @Test
    void takesARefundBackAfterItHadSucceeded() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "refund_failed");
            RefundResult result = mock.provider.refundPayment(created.providerPaymentId(), usd(5_000), "ref_1");
            assertThat(only(Fact.Refund.class, ((RefundResult.Refunded) result).facts())
                            .status())
                    .isEqualTo(Fact.Refund.Status.PENDING);
            mock.pass(Duration.ofSeconds(1));
            assertThat(state(now(mock, created.providerPaymentId()))).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
            assertThat(story(mock, created, PaymentState.PAID))
                    .containsExactlyInAnyOrder("payment.paid", "refund.pending", "refund.succeeded", "refund.failed");
        }
    }

    @Test
    void refundsOnceForOneOperationAndNeverMoreThanThereIs() {
        try (MockAccount mock = new MockAccount()) {
            String id = created(mock, "").providerPaymentId();
            RefundResult first = mock.provider.refundPayment(id, usd(15_000), "ref_1");

            assertThat(first).isInstanceOf(RefundResult.Refunded.class);
            assertThat(mock.provider.refundPayment(id, usd(15_000), "ref_1")).isEqualTo(first);
            assertThat(mock.provider.refundPayment(id, usd(10_001), "ref_2")).isInstanceOf(RefundResult.Refused.class);
            assertThat(mock.provider.refundPayment(id, usd(10_000), "ref_3")).isInstanceOf(RefundResult.Refunded.class);
            assertThat(state(now(mock, id))).isEqualTo(PaymentState.REFUNDED);
            assertThat(mock.provider.look(new Operation(
                            "ref_2", Operation.Kind.REFUND, "pay_" + operation, id, usd(10_001), mock.now())))
                    .isEqualTo(new LookResult.NotFound());
        }
    }

    @Test
    void capturesOrCancelsWhatIsOnlyReserved() {
        try (MockAccount mock = new MockAccount()) {
            String kept = authorized(mock, operation);
            assertThat(mock.provider.capture(kept, usd(24_999), "cap_0")).isInstanceOf(StepResult.Refused.class);
            assertThat(mock.provider.capture(kept, usd(25_000), "cap_1")).isInstanceOf(StepResult.Done.class);
            assertThat(mock.provider.capture(kept, usd(25_000), "cap_1")).isInstanceOf(StepResult.Done.class);
            assertThat(state(now(mock, kept))).isEqualTo(PaymentState.PAID);
            assertThat(mock.provider.cancel(kept, "can_1")).isInstanceOf(StepResult.Refused.class);

            String dropped = authorized(mock, operation + "-2");
            assertThat(mock.provider.cancel(dropped, "can_2")).isInstanceOf(StepResult.Done.class);
            assertThat(mock.provider.capture(dropped, usd(25_000), "cap_2")).isInstanceOf(StepResult.Refused.class);
            assertThat(state(now(mock, dropped))).isEqualTo(PaymentState.CANCELED);
            await(() -> mock.received.size() == 4);
        }
    }

    @Test
    void forgetsTheFutureOfAPaymentThatIsCanceled() {
        try (MockAccount mock = new MockAccount()) {
            CreateResult.Created created = created(mock, "async_success");
            assertThat(mock.provider.cancel(created.providerPaymentId(), "can_1"))
                    .isInstanceOf(StepResult.Done.class);
            assertThat(story(mock, created, PaymentState.CANCELED))
                    .containsExactlyInAnyOrder("payment.pending", "payment.canceled");
        }
    }

    @Test
    void postsUntilItIsToldTwoHundred() {
        try (MockAccount mock = new MockAccount()) {
            mock.answer = number -> number < 4 ? 500 + number : 200;
            created(mock, "");
            await(() -> {
                mock.pass(Duration.ofSeconds(1));
                return mock.received.size() == 4;
            });
            assertThat(heard(mock))
                    .extracting(WebhookEvent::eventId)
                    .hasSize(4)
                    .containsOnly(heard(mock).getFirst().eventId());
            await(() -> mock.owed() == 0);
        }
    }

    @Test
    void canPostTwiceAndInAnotherOrder() {
        try (MockAccount mock = new MockAccount(1, true)) {
            CreateResult.Created created = created(mock, "");
            mock.provider.refundPayment(created.providerPaymentId(), usd(25_000), "ref_1");
            await(() -> mock.received.size() == 2);
            assertThat(heard(mock)).extracting(WebhookEvent::eventType).containsOnly("refund.succeeded");
            mock.pass(A_WHILE);
            await(() -> mock.received.size() == 4);
            assertThat(heard(mock).subList(2, 4))
                    .extracting(WebhookEvent::eventType)
                    .containsOnly("payment.paid");
        }
    }

    @Test
    void anotherReplicaPostsWhatAKilledOneHadClaimed() {
        try (MockAccount mock = new MockAccount()) {
            MockWebhooks killed = new MockWebhooks(jdbi, () -> mock.now().plusSeconds(60), wakeups, mock);
            CreateResult.Created created = created(mock, "async_success");
            await(() -> mock.owed() == 1);
            assertThat(killed.claim(List.of(mock.variant), 10, Duration.ofSeconds(30)))
                    .hasSize(1);
            assertThat(killed.claim(List.of(mock.variant), 10, Duration.ofSeconds(30)))
                    .isEmpty();
            mock.pass(Duration.ofSeconds(91));
            assertThat(story(mock, created, PaymentState.PAID)).hasSize(2);
        }
    }

    @Test
    void believesOnlyItsOwnSecretAndClock() {
        try (MockAccount mock = new MockAccount()) {
            created(mock, "");
            await(() -> mock.owed() == 0);
            WebhookRequest request = mock.received.getFirst();

            assertThat(mock.provider.verifyWebhook(request)).isEqualTo(new Verdict.Valid());
            try (MockAccount stranger = new MockAccount()) {
                assertThat(stranger.provider.verifyWebhook(request)).isEqualTo(new Verdict.Refused("signature_wrong"));
            }
            assertThat(mock.provider.verifyWebhook(at(request, Duration.ofMinutes(6))))
                    .isEqualTo(new Verdict.Refused("signature_stale"));
            assertThat(mock.provider.verifyWebhook(at(request, Duration.ofMinutes(-6))))
                    .isEqualTo(new Verdict.Refused("signature_stale"));
            assertThat(request.headers()).doesNotContainKey("x-hmac-signature");
            assertThat(mock.provider.verifyWebhook(
                            new WebhookRequest(request.body(), Map.of(), Map.of(), request.receivedAt())))
                    .isEqualTo(new Verdict.Refused("signature_missing"));
        }
    }

    @Test
    void postsToWhereThisServiceListens() {
        assertThat(ownWorker.base()).isEqualTo("http://127.0.0.1:" + RestAssured.port);
    }

    private CreateResult.Created created(MockAccount mock, String scenario) {
        CreateResult result = mock.provider.createPayment(mock.request(operation, scenario));
        assertThat(result).isInstanceOf(CreateResult.Created.class);
        return (CreateResult.Created) result;
    }

    private static String authorized(MockAccount mock, String operation) {
        CreateResult.Created created =
                (CreateResult.Created) mock.provider.createPayment(mock.request(operation, "", false));
        assertThat(state(created.facts())).isEqualTo(PaymentState.AUTHORIZED);
        return created.providerPaymentId();
    }

    /** The types of all events once everything has happened, whose facts together must be what the provider says. */
    private static List<String> story(MockAccount mock, CreateResult.Created created, PaymentState end) {
        mock.pass(A_WHILE);
        await(() -> mock.owed() == 0);
        Map<String, Fact> merged = new HashMap<>();
        heard(mock)
                .forEach(event ->
                        event.facts().forEach(fact -> merged.merge(fact.kind() + fact.id(), fact, Fact::merge)));
        assertThat(merged.values()).containsExactlyInAnyOrderElementsOf(now(mock, created.providerPaymentId()));
        assertThat(state(List.copyOf(merged.values()))).isEqualTo(end);
        return heard(mock).stream().map(WebhookEvent::eventType).toList();
    }

    private static List<WebhookEvent> heard(MockAccount mock) {
        return mock.received.stream().map(request -> parse(mock, request)).toList();
    }

    private static WebhookEvent parse(MockAccount mock, WebhookRequest request) {
        try {
            return mock.provider.parseWebhook(request);
        } catch (MalformedWebhook e) {
            throw new AssertionError(e);
        }
    }

    private static List<Fact> now(MockAccount mock, String id) {
        return ((StatusResult.Known) mock.provider.getPaymentStatus(id)).facts();
    }

    private static PaymentState state(List<Fact> facts) {
        String claims = facts.stream()
                .filter(Fact.Intent.class::isInstance)
                .map(fact -> String.valueOf(((Fact.Intent) fact).claims()))
                .findFirst()
                .orElseThrow();
        return Ledger.fold(Expected.of(claims, usd(25_000)), facts).state();
    }

    private static <F> F only(Class<F> kind, List<Fact> facts) {
        return facts.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private int count(String rows) {
        return jdbi.withHandle(db -> db.createQuery("select count(*) from " + rows)
                .mapTo(Integer.class)
                .one());
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("20 s are over").isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static WebhookRequest at(WebhookRequest request, Duration later) {
        return new WebhookRequest(
                request.body(),
                request.headers(),
                request.query(),
                request.receivedAt().plus(later));
    }
}
