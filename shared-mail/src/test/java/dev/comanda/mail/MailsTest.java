package dev.comanda.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MailsTest {
    private final String id = UUID.randomUUID().toString();
    private final String address = "ana@" + id + ".example";

    @Inject
    Mails mails;

    @Inject
    MockMailbox mailbox;

    @Inject
    Jdbi jdbi;

    @Test
    void isSentInTheWantedLanguageElseInTheConfiguredOne() {
        send("en", address, "en-GB");
        await(() -> mailbox.getMailsSentTo(address).size() == 1);
        assertThat(mailbox.getMailsSentTo(address).getFirst().getSubject()).isEqualTo("Hello");
        assertThat(mailbox.getMailsSentTo(address).getFirst().getText()).isEqualTo("Dear {name}\\,\n");
        // One after the other: the mailbox of the tests can lose one of two mails that come at the same time.
        send("fr", address, "fr");
        await(() -> mailbox.getMailsSentTo(address).size() == 2);
        send("none", address, null);
        await(() -> mailbox.getMailsSentTo(address).size() == 3);
        assertThat(mailbox.getMailsSentTo(address))
                .filteredOn(mail -> mail.getSubject().equals("Hola"))
                .hasSize(2);
    }

    @Test
    void isSentOnceForEachKeyAndItsContentsAreThenGone() {
        send("twice", address, null);
        send("twice", address, null);
        await(() -> rows().equals(List.of("twice sent true")));
        assertThat(mailbox.getMailsSentTo(address)).hasSize(1);
    }

    @Test
    void isNeverSentWhenItsTransactionIsRolledBack() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    mails.send(mail("undone", address, null));
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");
        send("done", address, null);
        await(() -> rows().equals(List.of("done sent true")));
        assertThat(mailbox.getMailsSentTo(address)).hasSize(1);
    }

    @Test
    void isRecordedAsSkippedWhenNoAddressIsKnown() {
        send("nobody", null, null);
        assertThat(rows()).containsExactly("nobody skipped true");
    }

    @Test
    void aThingHasOnlySoManyMailsInADay() {
        for (String key : List.of("first", "first", "second", "third")) {
            QuarkusTransaction.requiringNew()
                    .run(() -> mails.send(mail(key, address, null), DailyLimit.of("thing:" + id, 2)));
        }
        QuarkusTransaction.requiringNew()
                .run(() -> mails.send(mail("other", address, null), DailyLimit.of("other:" + id, 2)));
        await(() -> rows().equals(List.of("first sent true", "second sent true", "other sent true")));
        jdbi.useHandle(db -> db.execute(
                "update mail set created_at = created_at - interval '25 hours' where about = ?", "thing:" + id));
        QuarkusTransaction.requiringNew()
                .run(() -> mails.send(mail("fourth", address, null), DailyLimit.of("thing:" + id, 2)));
        await(() -> rows().size() == 4);
    }

    @Test
    void oneWhoCausesMailsCannotUseUpTheShareOfOthers() {
        for (String cause : List.of("a", "a", "a", "b", "c")) {
            Mail mail = mail(cause + UUID.randomUUID(), address, null);
            QuarkusTransaction.requiringNew().run(() -> mails.send(mail, new DailyLimit("thing:" + id, 3, cause, 2)));
        }
        List<String> causes =
                jdbi.withHandle(db -> db.select("select caused_by from mail where about = ? order by id", "thing:" + id)
                        .mapTo(String.class)
                        .list());
        assertThat(causes).containsExactly("a", "a", "b");
    }

    private void send(String key, @Nullable String to, @Nullable String language) {
        QuarkusTransaction.requiringNew().run(() -> mails.send(mail(key, to, language)));
    }

    private Mail mail(String key, @Nullable String to, @Nullable String language) {
        return new Mail(id + ":" + key, to, language, "greeting", Map.of("name", "{name}\\"));
    }

    /** Of this test's mails: the key, the status, and whether the contents are gone. */
    private List<String> rows() {
        return jdbi.withHandle(
                db -> db.createQuery("""
                        select split_part(key, ':', 2) || ' ' || status || ' ' || (content is null)
                          from mail where key like ? order by id
                        """).bind(0, id + ":%").mapTo(String.class).list());
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("30 s are over").isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
