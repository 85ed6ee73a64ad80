package dev.comanda.partners.notice;

import dev.comanda.mail.Mail;
import dev.comanda.mail.Mails;
import dev.comanda.partners.registry.PartnersConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * Which partners have to be told of trouble, and their mails. A partner gets at most one mail an hour. The mail and the
 * time of it commit together, so a crash neither loses a mail nor writes it twice.
 */
@ApplicationScoped
class Notices {
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Mails mails;
    private final NoticesConfig config;
    private final InstantSource clock;
    private final String self;
    private final String publicUrl;

    Notices(
            Jdbi jdbi,
            Mails mails,
            NoticesConfig config,
            PartnersConfig identity,
            InstantSource clock,
            @ConfigProperty(name = "comanda.public-url") String publicUrl) {
        this.jdbi = jdbi;
        this.mails = mails;
        this.config = config;
        this.clock = clock;
        this.self = identity.selfId();
        this.publicUrl = publicUrl;
    }

    /** The partners to tell something now. */
    List<String> due() {
        Instant now = clock.instant();
        return jdbi.withHandle(db -> db.createQuery("select id from partner where " + DUE + " order by id")
                .bind("failingBefore", now.minus(Trouble.PATIENCE))
                .bind("toldBefore", now.minus(INTERVAL))
                .mapTo(String.class)
                .list());
    }

    /** Writes the partner's mail, if it is still due. */
    @Transactional
    Result tell(String partnerId) {
        Instant now = clock.instant();
        Optional<Trouble> trouble = lock(partnerId, now);
        if (trouble.isEmpty()) {
            return Result.NOT_DUE;
        }
        if (!trouble.get().isWorthAMail(now)) {
            jdbi.useHandle(db -> db.execute("update partner set to_tell = false where id = ?", partnerId));
            return Result.NOT_DUE;
        }
        if (trouble.get().contactEmail() == null) {
            return Result.NO_CONTACT;
        }
        jdbi.useHandle(
                db -> db.execute("update partner set to_tell = false, notified_at = ? where id = ?", now, partnerId));
        mails.send(mail(trouble.get(), now));
        return Result.WRITTEN;
    }

    /** Locks the partner and then reads: what the engine commits after this lock sets {@code to_tell} again. */
    private Optional<Trouble> lock(String partnerId, Instant now) {
        return jdbi.withHandle(
                db -> db.createQuery("select id from partner where id = :id and " + DUE + " for no key update")
                        .bind("id", partnerId)
                        .bind("failingBefore", now.minus(Trouble.PATIENCE))
                        .bind("toldBefore", now.minus(INTERVAL))
                        .mapTo(String.class)
                        .findOne()
                        .map(id -> db.createQuery(TROUBLE)
                                .bind("id", id)
                                .mapTo(Trouble.class)
                                .one()));
    }

    private Mail mail(Trouble trouble, Instant now) {
        Map<String, String> values = trouble.values();
        values.put("self", self);
        values.put("public_url", publicUrl);
        NoticesConfig.Language language = config.language().get(trouble.partnerId());
        return new Mail(
                "partner-trouble:" + trouble.partnerId() + ":" + now.toEpochMilli(),
                trouble.contactEmail(),
                language == null ? null : language.name().toLowerCase(Locale.ROOT),
                "partner_trouble",
                values);
    }

    /** What became of telling a partner. */
    enum Result {
        WRITTEN,
        /** The partner has trouble and no {@code contact_email}. It is told when it gets one. */
        NO_CONTACT,
        NOT_DUE
    }

    /** A failure goes on for some time, so the sweep finds it; the engine marks what happens at one moment. */
    private static final String DUE = """
            (to_tell or status = 'active' and failures_in_row >= 5 and failing_since <= :failingBefore
                        and (notified_at is null or notified_at < failing_since))
            and (notified_at is null or notified_at <= :toldBefore)
            """;

    private static final String TROUBLE = """
            select p.id partner_id, p.name, p.webhook_url, p.contact_email, p.status, p.failures_in_row,
                   p.failing_since, last.last_attempt_at last_call, last.last_status, last.last_error,
                   open.waiting, open.dead
              from partner p
             cross join lateral (
                   select count(*) filter (where status = 'pending') waiting,
                          count(*) filter (where status = 'dead') dead
                     from delivery where partner_id = p.id and status in ('pending', 'dead')) open
              left join lateral (
                   select last_attempt_at, last_status, last_error
                     from delivery
                    where partner_id = p.id and status in ('pending', 'dead') and last_attempt_at is not null
                      and (last_status is null or last_status not between 200 and 299)
                    order by last_attempt_at desc limit 1) last on true
             where p.id = :id
            """;
}
