package dev.comanda.payments.payment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.comanda.payments.ledger.Expected;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.ledger.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Payments and their facts in the database. */
@ApplicationScoped
class PaymentRows {
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final Jdbi jdbi;

    PaymentRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(PaymentRow row) {
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into payment (payment_id, variant, provider, reference, amount, currency, state, created_at,
                                             customer, customer_key)
                        values (:paymentId, :variant, :provider, :reference, :amount, :currency, :state, :createdAt,
                                :customer, :customerKey)
                        """).bindMethods(row).execute());
    }

    Optional<PaymentRow> find(String paymentId) {
        return jdbi.withHandle(db -> db.createQuery("select * from payment where payment_id = ?")
                .bind(0, paymentId)
                .mapTo(PaymentRow.class)
                .findOne());
    }

    /** One at a time from here to the end of the transaction. Rows that merely refer to the payment are not in the way. */
    Optional<PaymentRow> lock(String paymentId) {
        return jdbi.withHandle(db -> db.createQuery("select * from payment where payment_id = ? for no key update")
                .bind(0, paymentId)
                .mapTo(PaymentRow.class)
                .findOne());
    }

    void forgetCustomer(String reference) {
        jdbi.useHandle(db ->
                db.execute("update payment set customer = null, customer_key = null where reference = ?", reference));
    }

    /** Newest first. */
    List<PaymentRow> list(@Nullable String reference, int max) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select * from payment where :reference::text is null or reference = :reference
                         order by created_at desc, payment_id desc limit :max
                        """)
                .bind("reference", reference)
                .bind("max", max)
                .mapTo(PaymentRow.class)
                .list());
    }

    /** Serialises those who want to make a payment for the reference, until the end of the transaction. */
    void lockReference(String reference) {
        jdbi.useHandle(
                db -> db.execute("select pg_advisory_xact_lock(hashtextextended('payment/' || ?, 0))", reference));
    }

    /** By kind and id. */
    Map<FactKey, Fact> facts(String paymentId) {
        Map<FactKey, Fact> facts = new LinkedHashMap<>();
        jdbi
                .withHandle(db -> db.createQuery("select fact::text from payment_fact where payment_id = ?")
                        .bind(0, paymentId)
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(PaymentRows::read)
                .forEach(fact -> facts.put(FactKey.of(fact), fact));
        return facts;
    }

    /** Whether merging {@code news} says anything about the state; that something was asked for again is no news. */
    boolean wouldChange(String paymentId, Collection<Fact> news) {
        Map<FactKey, Fact> facts = facts(paymentId);
        return news.stream().anyMatch(fact -> {
            Fact known = facts.get(FactKey.of(fact));
            return known == null || !known.merge(fact).saysTheSameAs(known);
        });
    }

    void save(PaymentRow payment, Collection<Fact> changed) {
        if (changed.isEmpty()) {
            return;
        }
        jdbi.useHandle(db -> {
            var facts = db.prepareBatch("""
                    insert into payment_fact (payment_id, kind, object_id, fact)
                    values (:payment, :kind, :id, :fact::jsonb)
                    on conflict (payment_id, kind, object_id) do update set fact = excluded.fact
                    """);
            var objects = db.prepareBatch("""
                    insert into provider_object (variant, kind, object_id, payment_id)
                    values (:variant, :kind, :id, :payment) on conflict do nothing
                    """);
            for (Fact fact : changed) {
                facts.bind("payment", payment.paymentId())
                        .bind("kind", fact.kind())
                        .bind("id", fact.id())
                        .bind("fact", write(fact))
                        .add();
                objects.bind("variant", payment.variant())
                        .bind("kind", fact.kind())
                        .bind("id", fact.id())
                        .bind("payment", payment.paymentId())
                        .add();
            }
            facts.execute();
            objects.execute();
        });
    }

    /** @param checkAt when to ask the provider next; null when nothing is open */
    void settle(
            PaymentRow payment, Standing standing, @Nullable String providerId, @Nullable Instant checkAt, int checks) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update payment
                           set state = :state, captured = :captured, refunded = :refunded, disputed = :disputed,
                               review = :review, failure_code = :code, failure_message = :message, paid_at = :paidAt,
                               provider_payment_id = :providerId, check_at = :checkAt, checks = :checks
                         where payment_id = :id
                        """)
                .bindMethods(standing)
                .bind(
                        "code",
                        standing.failure() == null ? null : standing.failure().code())
                .bind(
                        "message",
                        standing.failure() == null ? null : standing.failure().message())
                .bind("providerId", providerId)
                .bind("checkAt", checkAt)
                .bind("checks", checks)
                .bind("id", payment.paymentId())
                .execute());
    }

    /** What is known of the payment, held against what it was made for. */
    Ledger ledger(PaymentRow payment) {
        return ledger(payment, facts(payment.paymentId()).values());
    }

    Ledger ledger(PaymentRow payment, Collection<Fact> facts) {
        return Ledger.of(new Expected(payment.paymentId(), payment.money(), decisions(payment.paymentId())), facts);
    }

    private Map<String, Expected.Decision> decisions(String paymentId) {
        return jdbi.withHandle(db -> db.createQuery(
                        "select attempt_id, decision from payment_decision where payment_id = ?")
                .bind(0, paymentId)
                .reduceRows(new HashMap<>(), (decisions, row) -> {
                    decisions.put(
                            row.getColumn("attempt_id", String.class),
                            row.getColumn("decision", Expected.Decision.class));
                    return decisions;
                }));
    }

    /** A decision about an attempt is made once. */
    void decide(String paymentId, String attemptId, Expected.Decision decision, Instant at) {
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into payment_decision (payment_id, attempt_id, decision, decided_at)
                        values (:payment, :attempt, :decision, :at) on conflict do nothing
                        """)
                .bind("payment", paymentId)
                .bind("attempt", attemptId)
                .bind("decision", decision)
                .bind("at", at)
                .execute());
    }

    void keepPayer(String paymentId, byte[] payer, String key) {
        jdbi.useHandle(db ->
                db.execute("update payment set payer = ?, payer_key = ? where payment_id = ?", payer, key, paymentId));
    }

    /** The payment that one of these provider objects (id by kind) belongs to. */
    Optional<String> ownerOf(String variant, Map<String, String> objects) {
        return objects.entrySet().stream()
                .flatMap(object -> jdbi
                        .withHandle(db -> db.createQuery("""
                                        select payment_id from provider_object
                                         where variant = :variant and kind = :kind and object_id = :id
                                        """)
                                .bind("variant", variant)
                                .bind("kind", object.getKey())
                                .bind("id", object.getValue())
                                .mapTo(String.class)
                                .findOne())
                        .stream())
                .findFirst();
    }

    boolean exists(String variant, String paymentId) {
        return find(paymentId).filter(row -> row.variant().equals(variant)).isPresent();
    }

    /** The one payment of the variant for that reference; empty when there are several, rather than guess. */
    Optional<String> onlyOneFor(String variant, String reference) {
        List<PaymentRow> all = list(reference, 2).stream()
                .filter(row -> row.variant().equals(variant))
                .toList();
        return all.size() == 1 ? Optional.of(all.getFirst().paymentId()) : Optional.empty();
    }

    private static Fact read(String json) {
        try {
            return JSON.readValue(json, Fact.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored fact cannot be read", e);
        }
    }

    private static String write(Fact fact) {
        try {
            return JSON.writerFor(Fact.class).writeValueAsString(fact);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fact cannot be written", e);
        }
    }

    /** Which object of a provider. */
    record FactKey(String kind, String id) {
        static FactKey of(Fact fact) {
            return new FactKey(fact.kind(), fact.id());
        }
    }
}
