package dev.comanda.partners.operations;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.database.testing.Dump;
import dev.comanda.partners.Engine;
import dev.comanda.partners.PartnerServer;
import dev.comanda.partners.Senders;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service encrypts with the key {@code test} and still reads what {@code old} has encrypted. */
@QuarkusTest
class EncryptionKeysTest {
    private static final ColumnCipher OLD =
            new ColumnCipher(List.of("old:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
    private static final ColumnCipher NEW =
            new ColumnCipher(List.of("test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    private static final String RECEIVED = "evt_sealed";

    @Inject
    Engine engine;

    @Inject
    EncryptionKeys keys;

    @Inject
    MeterRegistry metrics;

    @Inject
    Jdbi jdbi;

    private PartnerServer server;
    private String secret;

    @BeforeEach
    void exchangeEvents() throws Exception {
        server = new PartnerServer();
        secret = Senders.register("sealed", server.url());
        engine.tell("sealed", "Saltamontes");
        Senders.post(
                        "sealed",
                        secret,
                        RECEIVED,
                        Senders.envelope(RECEIVED, "part.heard", "{\"thing\":\"Luciernaga\",\"revision\":1}")
                                .replace("\"beta\"", "\"sealed\""))
                .then()
                .statusCode(200);
        await(() -> engine.status("sealed", "delivered") == 1 && !received().equals("received"));
    }

    @AfterEach
    void removeThePartner() {
        engine.tidy("sealed");
        server.close();
    }

    @Test
    void bodiesAreNotInClearInTheDatabase() {
        assertThat(Dump.columnsWith(jdbi, "\"Saltamontes\"")).isEmpty();
        assertThat(Dump.columnsWith(jdbi, "\"Luciernaga\"")).isEmpty();
        assertReadable();
    }

    @Test
    void bodiesThatWereStoredInClearAreReadAndThenEncrypted() {
        storeBodies(body -> body, body -> body);
        assertThat(Dump.columnsWith(jdbi, "\"Saltamontes\"")).containsExactly("outbound_event.body");
        assertThat(Dump.columnsWith(jdbi, "\"Luciernaga\"")).containsExactly("inbound_event.body");
        assertReadable();

        keys.sweep();

        assertThat(Dump.columnsWith(jdbi, "\"Saltamontes\"")).isEmpty();
        assertThat(Dump.columnsWith(jdbi, "\"Luciernaga\"")).isEmpty();
        assertThat(values("not encrypted")).isZero();
        assertReadable();
    }

    @Test
    void anOldKeyIsNotNeededAnyMoreOnceItsValuesAreEncryptedAgain() {
        storeBodies(body -> OLD.seal(body, outboundOwner()), body -> OLD.seal(body, "inbound/sealed/" + RECEIVED));
        storeSecret(OLD.encrypt(secret.getBytes(UTF_8), "partner_secret/sealed"));
        assertReadable();
        assertThatThrownBy(() -> NEW.open(outbound(), outboundOwner()))
                .hasMessage("encryption key 'old' is not configured any more");

        keys.sweep();

        assertThat(values("old")).isZero();
        assertThat(values("test")).isGreaterThanOrEqualTo(3);
        assertThat(new String(NEW.open(outbound(), outboundOwner()), UTF_8)).contains("Saltamontes");
        assertThat(new String(NEW.open(inbound(), "inbound/sealed/" + RECEIVED), UTF_8))
                .contains("Luciernaga");
        assertThat(new String(NEW.decrypt(storedSecret(), "partner_secret/sealed"), UTF_8))
                .isEqualTo(secret);
        assertReadable();
    }

    @Test
    void aValueWhoseKeyIsGoneIsCountedAndHoldsUpNoOther() {
        ColumnCipher lost = new ColumnCipher(List.of("lost:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="));
        storeBodies(body -> lost.seal(body, outboundOwner()), body -> OLD.seal(body, "inbound/sealed/" + RECEIVED));

        keys.sweep();

        assertThat(values("lost")).isOne();
        assertThat(values("old")).isZero();
    }

    @Test
    void aBodyThatWasMovedToAnotherEventIsNotSentAndHoldsUpNoOther() {
        Engine.post("/partners/sealed/pause").statusCode(200);
        engine.tell("sealed", "Another", "Third");
        engine.execute("""
                update outbound_event set body = (select body from outbound_event where event_id = ?)
                 where ordering_key = 'Another'
                """, outboundId());

        Engine.post("/partners/sealed/resume").statusCode(200);

        await(() -> engine.status("sealed", "delivered") == 2);
        assertThat(engine.status("sealed", "pending")).isOne();
        assertThat(server.calls()).hasSize(2);
        assertThat(server.calls().getLast().text()).contains("Third");
    }

    private void assertReadable() {
        feed().statusCode(200);
        assertThat(feed().extract().<String>path("events[0].event.data.thing")).isEqualTo("Saltamontes");
        String body = given().get("/received/" + receivedRow("received_id"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(body).contains("Luciernaga");
    }

    private static ValidatableResponse feed() {
        return given().get("/partners/sealed/events").then();
    }

    private static String received() {
        return String.valueOf(receivedRow("status"));
    }

    private static Object receivedRow(String field) {
        return Objects.requireNonNull(
                given().queryParam("partner", "sealed").get("/received").<Object>path("received[0]." + field));
    }

    private double values(String key) {
        return metrics.get("comanda.encryption.values").tag("key", key).gauge().value();
    }

    private void storeBodies(Change outbound, Change inbound) {
        byte[] sent = NEW.open(outbound(), outboundOwner());
        byte[] heard = NEW.open(inbound(), "inbound/sealed/" + RECEIVED);
        engine.execute("update outbound_event set body = ? where event_id = ?", outbound.of(sent), outboundId());
        engine.execute("update inbound_event set body = ? where event_id = ?", inbound.of(heard), RECEIVED);
    }

    private String outboundOwner() {
        return "outbound/" + outboundId();
    }

    private String outboundId() {
        return one("""
                select e.event_id from outbound_event e join delivery d on d.event = e.id
                 where d.partner_id = 'sealed' order by e.id limit 1
                """, String.class);
    }

    private byte[] outbound() {
        return one("select body from outbound_event where event_id = '" + outboundId() + "'", byte[].class);
    }

    private byte[] inbound() {
        return one("select body from inbound_event where event_id = '" + RECEIVED + "'", byte[].class);
    }

    private void storeSecret(Encrypted encrypted) {
        engine.execute(
                "update partner_secret set ciphertext = ?, encryption_key_id = ? where partner_id = 'sealed'",
                encrypted.bytes(),
                encrypted.keyId());
    }

    private Encrypted storedSecret() {
        return new Encrypted(
                one("select encryption_key_id from partner_secret where partner_id = 'sealed'", String.class),
                one("select ciphertext from partner_secret where partner_id = 'sealed'", byte[].class));
    }

    private <T> T one(String sql, Class<T> type) {
        return jdbi.withHandle(db -> db.createQuery(sql).mapTo(type).one());
    }

    private interface Change {
        byte[] of(byte[] clear);
    }
}
