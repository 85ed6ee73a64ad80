package dev.comanda.partners.notice;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.partners.Engine;
import dev.comanda.partners.PartnerServer;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a partner is told when its events do not reach it. {@code lector} has no language, {@code reader} has English. */
@QuarkusTest
class NoticesTest {
    private final String address = "it@" + UUID.randomUUID() + ".example";

    @Inject
    Engine engine;

    @Inject
    Notices notices;

    @Inject
    NoticeWorker worker;

    @Inject
    MockMailbox mailbox;

    @Inject
    Jdbi jdbi;

    private PartnerServer server;
    private String partner = "";

    @BeforeEach
    void startAnEndpoint() throws Exception {
        server = new PartnerServer();
    }

    @AfterEach
    void removeThePartner() {
        engine.tidy(partner);
        engine.execute("delete from mail where template = 'partner_trouble'");
        server.close();
    }

    @Test
    void aPartnerWhoseEndpointFailsForOverFifteenMinutesIsToldOnce() {
        register("lector", address);
        server.answer(_ -> 500);
        engine.tell("lector", "first", "second");
        await(() -> failures() == 5);
        engine.pass(Duration.ofMinutes(14));
        await(() -> failures() == 6);
        worker.sweep();
        assertThat(mails()).as("14 minutes").isZero();

        engine.pass(Duration.ofMinutes(2));
        await(() -> failures() == 7);
        worker.sweep();
        worker.sweep();
        assertThat(mails()).as("16 minutes").isEqualTo(1);
        Mail mail = received(1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("alpha: su endpoint no acepta nuestros eventos");
        String since = time("select failing_since from partner where id = 'lector'");
        assertThat(mail.getText()).isEqualTo("""
                Hola, Lector:

                Su endpoint no ha aceptado ningún evento desde %s. Seguimos intentándolo.

                Endpoint: %s
                Última llamada fallida: %s, respondió con el estado HTTP 500
                Eventos en espera: 2
                Eventos que ya no enviamos: 0

                Qué hacer:

                - Repare el endpoint. Debe responder a cada evento con un estado 2xx en pocos segundos.
                - Enviaremos los eventos en espera en cuanto su endpoint acepte uno.
                - Puede leer todos los eventos usted mismo, con su api_key:
                  GET https://alpha.example/partners/lector/events?after=<el último Comanda-Sequence que tiene>
                """.formatted(since, server.url(), lastCall()));

        engine.pass(Duration.ofHours(3));
        worker.sweep();
        assertThat(mails()).as("the same failure, three hours later").isEqualTo(1);
    }

    @Test
    void aPartnerThatIsPausedBecauseItsEndpointIsGoneIsTold() {
        register("reader", address);
        server.answer(_ -> 410);
        engine.tell("reader", "gone");
        await(() -> Engine.state("reader").equals("auto_paused"));
        worker.sweep();

        Mail mail = received(1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("alpha: we stopped sending you events");
        assertThat(mail.getText()).isEqualTo("""
                Hello, Reader:

                We stopped sending you events. We keep them for you.

                Endpoint: %s
                Last failed call: %s, answered with HTTP status 410
                Events that wait: 1
                Events that we gave up: 0

                What to do:

                - Repair the endpoint. It must answer each event with a 2xx status within a few seconds.
                - Then reply to this mail and ask us to resume (POST https://alpha.example/partners/reader/resume).
                - You can read every event yourself, with your api_key:
                  GET https://alpha.example/partners/reader/events?after=<the last Comanda-Sequence you have>
                """.formatted(server.url(), lastCall()));
    }

    @Test
    void aPartnerIsToldOfTheEventsThatWereGivenUp() {
        register("reader", address, "?token=hush");
        server.answer(call -> call.text().contains("bad") ? 422 : 200);
        engine.tell("reader", "good", "bad");
        await(() -> engine.status("reader", "dead") == 1 && engine.status("reader", "delivered") == 1);
        worker.sweep();

        Mail mail = received(1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("alpha: some events did not reach you");
        assertThat(mail.getText())
                .contains("Endpoint: " + server.url() + "\n")
                .contains("answered with HTTP status 422\n")
                .contains("Events that wait: 0\nEvents that we gave up: 1\n")
                .contains("POST https://alpha.example/partners/reader/resume or /replay")
                .doesNotContain("hush");
    }

    @Test
    void aPartnerWhoseEndpointNobodyAnswersIsToldSoInWords() {
        register("reader", address);
        server.close();
        engine.tell("reader", "lost");
        await(() -> failures() == 5);
        engine.execute(
                "update partner set failing_since = failing_since - interval '5 days 1 minute' where id = 'reader'");
        engine.pass(Duration.ofSeconds(11));
        await(() -> Engine.state("reader").equals("auto_paused"));
        worker.sweep();

        assertThat(received(1).getFirst().getText())
                .contains("We stopped sending you events: your endpoint has accepted none since "
                        + time("select failing_since from partner where id = 'reader'") + ". We keep them for you.\n")
                .contains("Last failed call: " + lastCall() + ", no connection\n");
    }

    @Test
    void aPartnerGetsOneMailAnHour() {
        register("reader", address);
        server.answer(_ -> 422);
        engine.tell("reader", "bad-1");
        await(() -> engine.status("reader", "dead") == 1);
        worker.sweep();
        engine.tell("reader", "bad-2");
        await(() -> engine.status("reader", "dead") == 2);
        worker.sweep();
        engine.pass(Duration.ofMinutes(59));
        worker.sweep();
        assertThat(mails()).as("within the hour").isEqualTo(1);

        engine.pass(Duration.ofMinutes(2));
        worker.sweep();
        assertThat(received(2)).anySatisfy(mail -> assertThat(mail.getText()).contains("we gave up: 2\n"));
        engine.pass(Duration.ofHours(2));
        worker.sweep();
        assertThat(mails()).as("nothing new").isEqualTo(2);
    }

    @Test
    void whatEndedWithinTheHourIsNotTold() {
        register("reader", address);
        server.answer(_ -> 422);
        engine.tell("reader", "bad-1");
        await(() -> engine.status("reader", "dead") == 1);
        worker.sweep();
        engine.tell("reader", "bad-2");
        await(() -> engine.status("reader", "dead") == 2);
        server.answer(_ -> 200);
        Engine.post("/partners/reader/resume").statusCode(200);
        await(() -> engine.status("reader", "delivered") == 2);
        engine.pass(Duration.ofMinutes(61));
        worker.sweep();
        assertThat(mails()).isEqualTo(1);
        assertThat(notices.due()).doesNotContain("reader");
    }

    @Test
    void aPartnerWithoutAContactIsCountedAndToldOnceItHasOne() {
        register("reader", null);
        server.answer(_ -> 410);
        engine.tell("reader", "gone");
        await(() -> Engine.state("reader").equals("auto_paused"));
        worker.sweep();
        assertThat(mails()).isZero();
        assertThat(given().get("/q/metrics").asString())
                .contains("comanda_partner_unreachable{partner=\"reader\"} 1.0");

        given().contentType("application/json")
                .body(Map.of("contact_email", address))
                .patch("/partners/reader")
                .then()
                .statusCode(200);
        worker.sweep();
        assertThat(received(1)).hasSize(1);
        assertThat(given().get("/q/metrics").asString()).doesNotContain("comanda_partner_unreachable{");
    }

    @Test
    void aCrashBeforeTheCommitLosesNoMail() {
        register("reader", address);
        server.answer(_ -> 410);
        engine.tell("reader", "gone");
        await(() -> Engine.state("reader").equals("auto_paused"));
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    assertThat(notices.tell("reader")).isNotEqualTo(Notices.Result.NO_CONTACT);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        worker.sweep();
        assertThat(mails()).isEqualTo(1);
    }

    @Test
    void replicasThatSweepAtOnceWriteOneMail() throws Exception {
        register("reader", address);
        server.answer(_ -> 410);
        engine.tell("reader", "gone");
        await(() -> Engine.state("reader").equals("auto_paused"));
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Notices.Result> tell = () -> notices.tell("reader");
            replicas.invokeAll(Stream.generate(() -> tell).limit(8).toList());
        }
        assertThat(mails()).isEqualTo(1);
    }

    private void register(String code, @Nullable String contact) {
        register(code, contact, "");
    }

    private void register(String code, @Nullable String contact, String query) {
        partner = code;
        Map<String, Object> body = new HashMap<>();
        body.put("name", code.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + code.substring(1));
        body.put("code", code);
        body.put("webhook_url", server.url() + query);
        if (contact != null) {
            body.put("contact_email", contact);
        }
        given().contentType("application/json")
                .body(body)
                .post("/partners/register")
                .then()
                .statusCode(201);
    }

    private long failures() {
        return engine.count("select failures_in_row from partner where id = '" + partner + "'");
    }

    private long mails() {
        return engine.count("select count(*) from mail where key like 'partner-trouble:" + partner + ":%'");
    }

    private List<Mail> received(int count) {
        await(() -> mailbox.getMailsSentTo(address).size() == count);
        return mailbox.getMailsSentTo(address);
    }

    private String lastCall() {
        return time("select max(last_attempt_at) from delivery where partner_id = '" + partner + "'");
    }

    private String time(String sql) {
        return jdbi.withHandle(
                db -> db.createQuery("select to_char((" + sql + ") at time zone 'UTC', 'YYYY-MM-DD HH24:MI \"UTC\"')")
                        .mapTo(String.class)
                        .one());
    }
}
