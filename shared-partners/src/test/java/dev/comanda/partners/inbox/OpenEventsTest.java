package dev.comanda.partners.inbox;

import static dev.comanda.partners.Engine.await;
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

    private String full;
    private String other;

    @BeforeEach
    void registerTwoPartners() {
        full = Senders.register("full", NOWHERE);
        other = Senders.register("other", NOWHERE);
    }

    @AfterEach
    void removeThem() {
        engine.tidy("full", "other");
        engine.execute("delete from effect");
    }

    @Test
    void aPartnerWithTenThousandOpenEventsIsAnswered429AndNothingIsStored() {
        String first = Senders.envelope("evt_first", "part.heard", "{\"thing\":\"F-1\",\"revision\":1}");
        post("full", full, "evt_first", first).statusCode(200);
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
        post("full", full, "evt_first", first).statusCode(200).body("status", equalTo("duplicate"));
        post("full", full, "evt_first", first.replace("F-1", "F-2")).statusCode(409);
        String others = Senders.envelope("evt_other", "part.heard", "{\"thing\":\"O-1\",\"revision\":1}");
        post("other", other, "evt_other", others).statusCode(200);
        await(() -> things.effects("O-1").equals(List.of(1L)));

        engine.execute("delete from inbound_event where partner_id = 'full' and event_id like 'parked_%'");
        hearWaiting("evt_too_many").statusCode(429);
        clock.pass(Duration.ofSeconds(2));
        hearWaiting("evt_too_many").statusCode(200);
    }

    /** Not due, so that they stay as they are. */
    private void park(int count) {
        engine.execute("""
                insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash,
                                           occurred_at, received_at, status, next_attempt_at)
                select 'full', 'parked_' || i, 'part.heard', i, '{}', '', now(), now(), 'waiting', now() + interval '1 hour'
                  from generate_series(1, ?) i
                """, count);
    }

    private ValidatableResponse hearWaiting(String eventId) {
        String body = Senders.envelope(eventId, "part.heard", "{\"thing\":\"" + eventId + "\",\"revision\":2}");
        return post("full", full, eventId, body);
    }

    private ValidatableResponse post(String partner, String secret, String eventId, String body) {
        return Senders.post(partner, secret, eventId, body, clock.instant()).then();
    }
}
