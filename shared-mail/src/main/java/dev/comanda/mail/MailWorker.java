package dev.comanda.mail;

import dev.comanda.database.checkpoint.Checkpoint;
import dev.comanda.database.checkpoint.Checkpoint.Moment;
import dev.comanda.database.queue.QueueLoop;
import dev.comanda.database.queue.Wakeups;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.qute.Qute;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends mails. Between the mail server's 250 and our commit a crash can have one sent again, under the same Message-ID, by
 * which mail programs know it; nothing else can.
 */
@ApplicationScoped
class MailWorker {
    private static final Logger LOG = Logger.getLogger(MailWorker.class);
    private static final int MOST_TRIES = 12;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    private final MailQueue queue;
    private final MailConfig config;
    private final ReactiveMailer mailer;
    private final Checkpoint checkpoint;
    private final String service;
    private final QueueLoop<MailQueue.Queued> loop;

    MailWorker(
            MailQueue queue,
            MailConfig config,
            ReactiveMailer mailer,
            Checkpoint checkpoint,
            Wakeups wakeups,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.queue = queue;
        this.config = config;
        this.mailer = mailer;
        this.checkpoint = checkpoint;
        this.service = service;
        this.loop = new QueueLoop<>(
                MailQueue.QUEUE, 4, Duration.ofSeconds(1), queue::claim, MailQueue.Queued::id, this::send);
        wakeups.listen(MailQueue.QUEUE, loop::wake);
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.close(Duration.ofSeconds(10));
    }

    private void send(MailQueue.Queued mail) {
        try {
            Map<String, Object> values = new HashMap<>(queue.content(mail));
            String[] text = Qute.fmt(template(mail), values).split("\\R", 2);
            mailer.send(io.quarkus.mailer.Mail.withText(
                                    Objects.requireNonNull(values.get("to")).toString(),
                                    text[0].strip(),
                                    text[1].strip() + "\n")
                            .setFrom(config.from().orElseThrow())
                            .addHeader("Message-ID", messageId(mail)))
                    .await()
                    .atMost(config.deadline());
            checkpoint.reached(Moment.MAILED);
            queue.sent(mail);
            LOG.infof("mail %s sent", mail.key());
        } catch (RuntimeException e) {
            Duration wait = Duration.ofSeconds(5L << (mail.tries() - 1));
            boolean over = mail.tries() >= MOST_TRIES;
            LOG.warnf(
                    "mail %s was not sent, try %d: %s",
                    mail.key(), mail.tries(), e.getClass().getSimpleName());
            queue.failed(
                    mail,
                    e.getClass().getSimpleName(),
                    over ? null : wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
        }
    }

    private String messageId(MailQueue.Queued mail) {
        return "<" + mail.key().replace(':', '.') + "@" + service + ".comanda>";
    }

    private static String template(MailQueue.Queued mail) {
        String name = "/mail/" + mail.template() + "_" + mail.language() + ".txt";
        try (InputStream text = MailWorker.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(text, () -> "no mail template " + name)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
