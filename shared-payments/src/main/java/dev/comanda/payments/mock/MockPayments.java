package dev.comanda.payments.mock;

import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.MalformedWebhook;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The mock provider's memory of payments and refunds. Its methods take part in the caller's transaction. */
@ApplicationScoped
class MockPayments {
    private final Jdbi jdbi;

    MockPayments(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** False when there is one of that operation already; then nothing is changed. */
    boolean insert(MockPayment payment) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        insert into mock_payment (id, variant, operation_id, payment_id, service, reference, amount, currency,
                                                  captures, scenario, redirect_url, created_at)
                        values (:id, :variant, :operationId, :paymentId, :service, :reference, :amount, :currency,
                                :captures, :scenario, :redirectUrl, :createdAt)
                        on conflict (variant, operation_id) do nothing
                        """).bindMethods(payment).execute()) == 1;
    }

    Optional<MockPayment> madeBy(String variant, String operationId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select * from mock_payment where variant = :variant and operation_id = :operation
                        """)
                .bind("variant", variant)
                .bind("operation", operationId)
                .mapTo(MockPayment.class)
                .findOne());
    }

    Optional<MockPayment> find(String variant, String id) {
        return jdbi.withHandle(db -> db.createQuery("select * from mock_payment where variant = :variant and id = :id")
                .bind("variant", variant)
                .bind("id", id)
                .mapTo(MockPayment.class)
                .findOne());
    }

    /** The payment, which nobody else changes until the transaction ends. */
    Optional<MockPayment> lock(String variant, String id) {
        return jdbi.withHandle(
                db -> db.createQuery("select * from mock_payment where variant = :variant and id = :id for update")
                        .bind("variant", variant)
                        .bind("id", id)
                        .mapTo(MockPayment.class)
                        .findOne());
    }

    /** What has happened to the payment by then, one fact for each of its objects. */
    List<Fact> facts(MockPayment payment, Instant now) {
        List<byte[]> payloads = jdbi.withHandle(db -> db.createQuery("""
                        select payload from mock_webhook where payment = :id and happens_at <= :now order by happens_at, id
                        """)
                .bind("id", payment.id())
                .bind("now", now)
                .mapTo(byte[].class)
                .list());
        Map<String, Fact> merged = new LinkedHashMap<>();
        for (byte[] payload : payloads) {
            stored(payload).data().facts().forEach(fact -> merged.merge(fact.kind() + fact.id(), fact, Fact::merge));
        }
        return List.copyOf(merged.values());
    }

    /** False when that operation has made a refund already. */
    boolean insertRefund(String id, String paymentId, String operationId) {
        return jdbi.withHandle(db -> db.createUpdate("""
                        insert into mock_refund (id, payment, operation_id) values (:id, :payment, :operation)
                        on conflict (payment, operation_id) do nothing
                        """)
                        .bind("id", id)
                        .bind("payment", paymentId)
                        .bind("operation", operationId)
                        .execute())
                == 1;
    }

    Optional<String> refundMadeBy(String paymentId, String operationId) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select id from mock_refund where payment = :payment and operation_id = :operation
                        """)
                .bind("payment", paymentId)
                .bind("operation", operationId)
                .mapTo(String.class)
                .findOne());
    }

    private static MockEvent stored(byte[] payload) {
        try {
            return MockEvent.read(payload);
        } catch (MalformedWebhook e) {
            throw new IllegalStateException("mock_webhook holds what the mock provider did not write", e);
        }
    }
}
