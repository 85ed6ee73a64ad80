package dev.comanda.mail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.database.queue.Wakeups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Mails in the database: written with what they tell of, leased to be sent, and forgotten but for their key once they are. */
@ApplicationScoped
class MailQueue implements Mails {
    /** Woken after each commit that wrote a mail. */
    static final String QUEUE = "mails";

    private static final Logger LOG = Logger.getLogger(MailQueue.class);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration TO_RECORD = Duration.ofSeconds(20);
    private static final Set<String> LANGUAGES = Set.of("es", "en");
    private static final String TO = "to";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;
    private final ColumnCipher cipher;
    private final Wakeups wakeups;
    private final MailConfig config;
    private final InstantSource clock;

    MailQueue(Jdbi jdbi, ColumnCipher cipher, Wakeups wakeups, MailConfig config, InstantSource clock) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.wakeups = wakeups;
        this.config = config;
        this.clock = clock;
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void send(Mail mail) {
        write(mail, DailyLimit.NONE);
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void send(Mail mail, DailyLimit limit) {
        Had had = write(mail, limit);
        if (had.known() || had.written()) {
            return;
        }
        if (had.total() >= limit.most()) {
            warn(mail, limit.about() + " has had " + limit.most() + " in 24 hours");
        } else {
            warn(mail, limit.about() + " has had " + limit.mostByOne() + " in 24 hours because of " + limit.causedBy());
        }
    }

    private static void warn(Mail mail, String why) {
        LOG.warnf("mail %s is not written: %s", mail.key(), why);
    }

    /** Counts and writes with one statement; a mail whose key is known, or that is beyond the limit, is not written. */
    private Had write(Mail mail, DailyLimit limit) {
        String skipped = mail.to() == null
                ? "no address is known"
                : config.from().filter(from -> !from.isBlank()).isEmpty() ? "no sender is configured" : null;
        Encrypted content = skipped == null ? seal(mail) : null;
        Instant now = clock.instant();
        Had had = jdbi.withHandle(db -> db.createQuery("""
                        with had as (
                            select count(*) total, count(*) filter (where caused_by = :causedBy) by_one
                              from mail where about = :about and created_at > :since),
                        written as (
                            insert into mail (key, about, caused_by, template, language, content, content_key, status, reason,
                                              created_at, next_attempt_at)
                            select :key, :about, :causedBy, :template, :language, cast(:content as bytea), :contentKey,
                                   :status, :reason, :now, cast(:next as timestamptz)
                              from had where total < :most and by_one < :mostByOne
                            on conflict (key) do nothing
                            returning 1)
                        select total, by_one, exists(select from mail where key = :key) known,
                               exists(select from written) written
                          from had
                        """)
                .bind("key", mail.key())
                .bind("about", limit.about())
                .bind("causedBy", limit.causedBy())
                .bind("since", now.minus(A_DAY))
                .bind("most", limit.most())
                .bind("mostByOne", limit.mostByOne())
                .bind("template", mail.template())
                .bind("language", language(mail.language()))
                .bind("content", content == null ? null : content.bytes())
                .bind("contentKey", content == null ? null : content.keyId())
                .bind("status", skipped == null ? "queued" : "skipped")
                .bind("reason", skipped)
                .bind("now", now)
                .bind("next", skipped == null ? now : null)
                .mapTo(Had.class)
                .one());
        if (had.written() && skipped == null) {
            wakeups.afterCommit(QUEUE);
        }
        return had;
    }

    private String language(@Nullable String wanted) {
        String language = wanted == null ? "" : wanted.toLowerCase(Locale.ROOT).split("-", 2)[0];
        return LANGUAGES.contains(language) ? language : config.language();
    }

    @Transactional
    List<Queued> claim(int max) {
        Instant now = clock.instant();
        return jdbi.withHandle(db -> db.createQuery("""
                        update mail set lease_token = gen_random_uuid(), next_attempt_at = :until, tries = tries + 1
                         where id = any(array(
                               select id from mail where next_attempt_at <= :now
                                order by next_attempt_at limit :max for update skip locked))
                        returning id, key, template, language, content, content_key, tries, lease_token
                        """)
                .bind("now", now)
                .bind("until", now.plus(config.deadline()).plus(TO_RECORD))
                .bind("max", max)
                .mapTo(Queued.class)
                .list());
    }

    @Transactional
    void sent(Queued mail) {
        jdbi.useHandle(db -> db.execute("""
                update mail set status = 'sent', sent_at = ?, next_attempt_at = null, lease_token = null, content = null
                 where id = ? and lease_token = ?
                """, clock.instant(), mail.id(), mail.leaseToken()));
    }

    /** @param wait until the next try; null gives it up */
    @Transactional
    void failed(Queued mail, String reason, @Nullable Duration wait) {
        jdbi.useHandle(db -> db.createUpdate("""
                        update mail set reason = :reason, lease_token = null, next_attempt_at = :next,
                               status = case when :next::timestamptz is null then 'failed' else 'queued' end
                         where id = :id and lease_token = :token
                        """)
                .bind("reason", reason)
                .bind("next", wait == null ? null : clock.instant().plus(wait))
                .bind("id", mail.id())
                .bind("token", mail.leaseToken())
                .execute());
    }

    private Encrypted seal(Mail mail) {
        Map<String, String> content = new HashMap<>(mail.values());
        content.put(TO, Objects.requireNonNull(mail.to()));
        try {
            return cipher.encrypt(JSON.writeValueAsBytes(content), "mail/" + mail.key());
        } catch (IOException e) {
            throw new UncheckedIOException("a mail cannot be written", e);
        }
    }

    /** The recipient under {@code to}, and what the template's names stand for. */
    Map<String, String> content(Queued mail) {
        try {
            return JSON.readValue(
                    cipher.decrypt(new Encrypted(mail.contentKey(), mail.content()), "mail/" + mail.key()),
                    new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("a mail cannot be read", e);
        }
    }

    /** What there was before: mails of the last 24 hours about the same thing, and one of this key; and whether it is written. */
    record Had(int total, int byOne, boolean known, boolean written) {}

    /** A mail whose turn it is. */
    @SuppressWarnings("ArrayRecordComponent") // known by its id
    record Queued(
            long id,
            String key,
            String template,
            String language,
            byte[] content,
            String contentKey,
            int tries,
            UUID leaseToken) {}
}
