package dev.comanda.partners;

import static dev.comanda.partners.Engine.attempts;
import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import dev.comanda.signing.Verdict;
import dev.comanda.signing.Verifier;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A secret is changed while both sides go on sending; seed means a partner that knows the X-* headers alone. */
@QuarkusTest
class RotationTest {
    @Inject
    Engine engine;

    @Inject
    ShiftedClock clock;

    private final AtomicInteger refusals = new AtomicInteger();
    private PartnerServer server;
    private String old;
    private volatile String known;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        old = Senders.register("turner", server.url());
        known = old;
    }

    @AfterEach
    void removeIt() {
        engine.tidy("turner");
        server.close();
    }

    @Test
    void aPartnerWithStandardWebhooksNeverRefusesAndIsNeverRefused() {
        server.answer(call -> verified(call, call::header));
        turnUnderLoad(true);
        assertThat(refusals.get()).isZero();
        assertThat(server.calls()).hasSize(30);
    }

    @Test
    void aSeedPartnerIsNeverRefusedAndLosesNothing() {
        server.answer(call ->
                verified(call, name -> name.startsWith("X-") ? call.header(name.toLowerCase(Locale.ROOT)) : ""));
        turnUnderLoad(false);
        assertThat(refusals.get())
                .as("at most what was on its way when it changed over")
                .isLessThanOrEqualTo(8);
    }

    @Test
    void anEndedSecretIsRefusedAtOnce() {
        String fresh = rotate("{\"overlap\":\"PT0S\"}");
        post("evt_r1", old).then().statusCode(401);
        post("evt_r2", fresh).then().statusCode(200);
        given().get("/partners/turner/status")
                .then()
                .body("secrets.find { it.last_seen_in != null }.expires_at", nullValue());
    }

    @Test
    void anOverlapEndsByItself() {
        String fresh = rotate("{\"overlap\":\"PT1H\"}");
        post("evt_o1", old).then().statusCode(200);
        clock.pass(Duration.ofMinutes(59));
        post("evt_o2", old).then().statusCode(200);
        clock.pass(Duration.ofMinutes(2));
        post("evt_o3", old).then().statusCode(401);
        post("evt_o4", fresh).then().statusCode(200);
    }

    @Test
    void anOverlapIsAtMostAWeekAndASecretNobodyElses() {
        for (String overlap : new String[] {"P8D", "-PT1S", "soon", "P1M"}) {
            Engine.post("/partners/turner/rotate-secret", "{\"overlap\":\"" + overlap + "\"}")
                    .statusCode(400)
                    .body("field", equalTo("overlap"));
        }
        String others = Senders.register("other", server.url());
        Engine.post("/partners/turner/rotate-secret", "{\"shared_secret\":\"" + others + "\"}")
                .statusCode(409);
        Engine.post("/partners/turner/rotate-secret", "{\"shared_secret\":\"short\"}")
                .statusCode(400)
                .body("field", equalTo("shared_secret"));
        engine.tidy("other");
    }

    @Test
    void saysWhichSecretThePartnerUses() {
        rotate("{}");
        given().get("/partners/turner/status")
                .then()
                .body("secrets", hasSize(2))
                .body("secrets.last_seen_in", equalTo(java.util.Arrays.asList(null, null)))
                .body("secrets[0].expires_at", nullValue())
                .body("secrets[1].expires_at", notNullValue());
        post("evt_k1", old).then().statusCode(200);
        given().get("/partners/turner/status")
                .then()
                .body("secrets[0].last_seen_in", nullValue())
                .body("secrets[1].last_seen_in", notNullValue());
    }

    /** It used to depend on the number of tries, so that a failure of another kind in between spoilt it. */
    @Test
    void aRefusalMakesTheNextTryShowTheOtherSecret() {
        String fresh = rotate("{}");
        server.answer(call -> server.calls().size() == 1 ? 500 : signed(call, fresh) ? 200 : 401);
        engine.tell("turner", "refused");
        await(() -> engine.status("turner", "delivered") == 1);
        assertThat(attempts("turner"))
                .extracting(attempt -> attempt.get("status"))
                .containsExactly(500, 401, 200);
        assertThat(signed(server.calls().getFirst(), old)).isTrue();
    }

    @Test
    void theHeadersKeepTheOldSecretUntilThePartnerUsesTheNewOne() {
        post("evt_h1", old).then().statusCode(200);
        String second = rotate("{\"overlap\":\"P7D\"}");
        String third = rotate("{\"overlap\":\"PT1H\"}");
        engine.tell("turner", "h-1");
        await(() -> server.calls().size() == 1);
        assertThat(signed(server.calls().getLast(), old)).isTrue();
        post("evt_h2", second).then().statusCode(200);
        engine.tell("turner", "h-2");
        await(() -> server.calls().size() == 2);
        assertThat(signed(server.calls().getLast(), second)).isTrue();
        post("evt_h3", third).then().statusCode(200);
        engine.tell("turner", "h-3");
        await(() -> server.calls().size() == 3);
        assertThat(signed(server.calls().getLast(), third)).isTrue();
    }

    @Test
    void noSecretAndNoKeyCanBeReadInTheTables() {
        String fresh = rotate("{}");
        for (String secret : new String[] {old, fresh, old.substring(6), fresh.substring(6)}) {
            assertThat(engine.count("""
                    select count(*) from partner_secret s join partner p on p.id = s.partner_id
                     where position('%s' in s::text || p::text || encode(s.ciphertext, 'escape')) > 0
                    """.formatted(secret))).isZero();
        }
        assertThat(engine.count("select min(length(ciphertext)) from partner_secret where partner_id = 'turner'"))
                .isGreaterThan(50);
        given().get("/partners/turner")
                .then()
                .body(org.hamcrest.Matchers.not(org.hamcrest.Matchers.containsString(old)));
    }

    /** 30 events either way; the partner changes over after a third of them, and proves it by sending. */
    private void turnUnderLoad(boolean standard) {
        String current = old;
        for (int i = 0; i < 30; i++) {
            engine.tell("turner", "load-" + i);
            if (i == 10) {
                current = rotate("{}");
                if (standard) { // what was signed before the rotation is through when the partner changes over
                    await(() -> engine.status("turner", "delivered") == 11);
                }
                known = current;
            }
            String body = Senders.envelope("evt_load" + i, "webhook.test", "{}");
            (standard ? Senders.post("turner", current, "evt_load" + i, body) : Senders.seed("turner", current, body))
                    .then()
                    .statusCode(200);
        }
        await(() -> engine.status("turner", "delivered") == 30);
    }

    private int verified(PartnerServer.Call call, java.util.function.UnaryOperator<String> header) {
        Keyring ring = Keyring.of(new Keyring.Key("own", new Secret(known)));
        boolean valid = Verifier.verify(
                        ring,
                        name -> header.apply(name).isEmpty() ? null : header.apply(name),
                        call.body(),
                        clock.instant())
                instanceof Verdict.Valid;
        refusals.addAndGet(valid ? 0 : 1);
        return valid ? 200 : 401;
    }

    private static boolean signed(PartnerServer.Call call, String secret) {
        Keyring ring = Keyring.of(new Keyring.Key("own", new Secret(secret)));
        return Verifier.verify(
                        ring,
                        name -> name.startsWith("X-") ? call.header(name.toLowerCase(Locale.ROOT)) : null,
                        call.body(),
                        java.time.Instant.now())
                instanceof Verdict.Valid;
    }

    private static String rotate(String body) {
        return Engine.post("/partners/turner/rotate-secret", body)
                .statusCode(200)
                .extract()
                .path("shared_secret");
    }

    private io.restassured.response.Response post(String eventId, String secret) {
        return Senders.post(
                "turner", secret, eventId, Senders.envelope(eventId, "webhook.test", "{}"), clock.instant());
    }
}
