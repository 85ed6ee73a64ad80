package dev.comanda.payments.billing;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.comanda.mail.Mail;
import dev.comanda.mail.Mails;
import dev.comanda.payments.port.BillingRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What webhooks said of billing objects; in whatever order they came, the last word is the same. */
@ApplicationScoped
public class BillingRecords {
    private final Jdbi jdbi;
    private final Mails mails;

    BillingRecords(Jdbi jdbi, Mails mails) {
        this.jdbi = jdbi;
        this.mails = mails;
    }

    /** Enters the record in the caller's transaction, unless what is known outranks it. */
    public void keep(String variant, BillingRecord record) {
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into billing_record as known
                               (variant, kind, id, at, status, rank, deleted, customer, fields)
                        values (:variant, :kind, :id, :at, :status, :rank, :deleted, :customer, :fields::jsonb)
                        on conflict (variant, kind, id) do update
                           set at = excluded.at, status = excluded.status, rank = excluded.rank,
                               deleted = excluded.deleted, customer = coalesce(excluded.customer, known.customer),
                               fields = excluded.fields
                         where (excluded.deleted, excluded.rank, excluded.at, coalesce(excluded.status, ''), excluded.fields::text)
                             > (known.deleted, known.rank, known.at, coalesce(known.status, ''), known.fields::text)
                        """)
                .bindMethods(record)
                .bind("variant", variant)
                .bind("customer", record.customerId())
                .bind("fields", record.fields().toString())
                .execute());
        if (record.mailTo() != null) {
            mails.send(new Mail(
                    "invoice-failed:" + record.id(),
                    record.mailTo(),
                    null,
                    "invoice_failed",
                    Map.of("invoice", record.id())));
        }
    }

    List<Shown> list(BillingRecord.Kind kind, @Nullable String customer, int max) {
        return jdbi.withHandle(db -> db.createQuery("""
                        select r.id, r.variant, r.status, r.deleted, r.customer, r.at,
                               (r.fields || case when kind <> 'SUBSCRIPTION' then '{}' else jsonb_strip_nulls(
                                    jsonb_build_object('paid_until', (
                                        select max(i.fields ->> 'period_end') from billing_record i
                                         where i.variant = r.variant and i.kind = 'INVOICE' and i.status = 'paid'
                                           and i.fields ->> 'subscription' = r.id))) end)::text fields
                          from billing_record r
                         where kind = :kind and (:customer::text is null or customer = :customer)
                         order by at desc, id limit :max
                        """)
                .bind("kind", kind)
                .bind("customer", customer)
                .bind("max", max)
                .mapTo(Shown.class)
                .list());
    }

    /**
     * A billing object as the API shows it.
     *
     * @param fields the rest of it, by kind; of a subscription also {@code paid_until}, the latest end of a period that
     *     one of its invoices paid for: however often that is said, it is the same
     */
    public record Shown(
            String id,
            String variant,
            @Nullable String status,
            boolean deleted,
            @Nullable String customer,
            Instant at,
            @JsonRawValue String fields) {}
}
