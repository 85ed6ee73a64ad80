package dev.comanda.partners.inbox;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.comanda.partners.Engine;
import dev.comanda.partners.Senders;
import dev.comanda.partners.ShiftedClock;
import dev.comanda.partners.Things;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenEventsTest {
    private static final String NOWHERE = "http://127.0.0.1:9/nowhere";

    @Inject
    Engine engine;

    @Inject
    Things things;

    @Inject
    ShiftedClock clock;

    /** Another one for each test: how many open events a partner has is remembered for a second. */
    private final String crowded = "full-" + UUID.randomUUID();

    private String full;
    private String other;

    @BeforeEach
    void registerTwoPartners() {
        full = Senders.register(crowded, NOWHERE);
        other = Senders.register("other", NOWHERE);
    }

    @AfterEach
    void removeThem() {
        engine.tidy(crowded, "other");
        engine.execute("delete from effect");
    }

    @Test
    void aPartnerWithTenThousandOpenEventsIsAnswered429AndNothingIsStored() {
        String first = Senders.envelope("evt_first", "part.heard", "{\"thing\":\"F-1\",\"revision\":1}");
        post(crowded, full, "evt_first", first).statusCode(200);
        await(() -> things.effects("F-1").equals(List.of(1L)));
        park(9_998);
        clock.pass(Duration.ofSeconds(2));

        hearWaiting("evt_last_but_one").statusCode(200);
        hearWaiting("evt_last").statusCode(200);
        hearWaiting("evt_too_many")
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", "60");
        assertThat(engine.count("select count(*) from inbound_event where event_id = 'evt_too_many'"))
                .isZero();
        post(crowded, full, "evt_first", first).statusCode(200).body("status", equalTo("duplicate"));
        post(crowded, full, "evt_first", first.replace("F-1", "F-2")).statusCode(409);
        String others = Senders.envelope("evt_other", "part.heard", "{\"thing\":\"O-1\",\"revision\":1}");
        post("other", other, "evt_other", others).statusCode(200);
        await(() -> things.effects("O-1").equals(List.of(1L)));

        engine.execute("delete from inbound_event where partner_id = ? and event_id like 'parked_%'", crowded);
        hearWaiting("evt_too_many").statusCode(429);
        clock.pass(Duration.ofSeconds(2));
        hearWaiting("evt_too_many").statusCode(200);
    }

    /** Only a DELETE of the partner helped, which forgets its secret and its deliveries. */
    @Test
    void aPartnerWhoseEventsAllWaitForeverIsFreedByGivingThemUp() {
        park(10_000);
        clock.pass(Duration.ofSeconds(2));
        hearWaiting("evt_shut_out").statusCode(429);

        discard(crowded, "{\"reason\":\"a test that went wrong\"}")
                .statusCode(200)
                .body("count", equalTo(10_000));

        clock.pass(Duration.ofSeconds(2));
        hearWaiting("evt_shut_out").statusCode(200);
        given().get("/partners/" + crowded + "/sent/parked_7")
                .then()
                .body("status", equalTo("dead"))
                .body("error", equalTo("given up by an operator"));
        given().get("/audit?action=partner.discard_waiting&object=" + crowded)
                .then()
                .body("audit[0].reason", equalTo("a test that went wrong"))
                .body("audit[0].after.count", equalTo(10_000));
    }

    @Test
    void onlyEventsOfThatPartnerThatWaitAreGivenUp() {
        long audited = engine.count("select count(*) from audit where action = 'partner.discard_waiting'");
        hearWaiting("evt_waits").statusCode(200);
        String others = Senders.envelope("evt_others", "part.heard", "{\"thing\":\"O-2\",\"revision\":2}");
        post("other", other, "evt_others", others).statusCode(200);
        String first = Senders.envelope("evt_done", "part.heard", "{\"thing\":\"F-3\",\"revision\":1}");
        post(crowded, full, "evt_done", first).statusCode(200);
        await(() -> engine.count("select count(*) from inbound_event where status = 'waiting'") == 2
                && things.effects("F-3").equals(List.of(1L)));

        discard(crowded, "{\"reason\":\"x\"}").statusCode(200).body("count", equalTo(1));
        discard(crowded, "{\"reason\":\"x\"}").statusCode(200).body("count", equalTo(0));
        discard(crowded, "{}").statusCode(400).body("field", equalTo("reason"));
        discard("nobody", "{\"reason\":\"x\"}").statusCode(404);

        assertThat(engine.count("select count(*) from inbound_event where status = 'dead' and event_id = 'evt_waits'"))
                .isEqualTo(1);
        assertThat(engine.count("select count(*) from inbound_event where status = 'waiting'"))
                .isEqualTo(1);
        assertThat(engine.count("select count(*) from audit where action = 'partner.discard_waiting'"))
                .isEqualTo(audited + 1);
    }

    private static ValidatableResponse discard(String partner, String body) {
        return Engine.post("/partners/" + partner + "/discard-waiting", body);
    }

    /** Not due, so that they stay as they are. */
    private void park(int count) {
        engine.execute("""
                insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash,
                                           occurred_at, received_at, status, next_attempt_at)
                select ?, 'parked_' || i, 'part.heard', i, '{}', '', now(), now(), 'waiting', now() + interval '1 hour'
                  from generate_series(1, ?) i
                """, crowded, count);
    }

    private ValidatableResponse hearWaiting(String eventId) {
        String body = Senders.envelope(eventId, "part.heard", "{\"thing\":\"" + eventId + "\",\"revision\":2}");
        return post(crowded, full, eventId, body);
    }

    private ValidatableResponse post(String partner, String secret, String eventId, String body) {
        return Senders.post(partner, secret, eventId, body, clock.instant()).then();
    }
}
