package dev.comanda.partners.inbox;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.Engine;
import dev.comanda.partners.Senders;
import dev.comanda.partners.Things;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TurnTest {
    @Inject
    Engine engine;

    @Inject
    Inbox inbox;

    @Inject
    Things things;

    @Inject
    InstantSource clock;

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void registerAPartner() {
        Senders.register("theta", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("theta");
        engine.execute("delete from effect");
    }

    /** With more events than slots, so that some share a transaction with the one that fails at each of its tries. */
    @Test
    void anEventWhoseHandlerThrowsHarmsOnlyItself() {
        store("'many-' || lpad(i::text, 3, '0')", "case when i = 150 then ',\"words\":\"no\"' else '' end", 300, "1");
        await(() ->
                engine.count("select count(*) from inbound_event where event_id like 'evt_t%' and status = 'handled'")
                        == 299);
        assertThat(engine.count("select count(*) from effect")).isEqualTo(299);
        assertThat(engine.count("select count(distinct thing) from effect")).isEqualTo(299);
        assertThat(
                        engine.count(
                                "select count(*) from inbound_event where event_id = 'evt_t150' and status in ('received', 'dead')"))
                .isEqualTo(1);
    }

    @Test
    void theEventsOfOneLaneAreHandledInTheirOrder() {
        store("'lane'", "''", 100, "i");
        await(() -> things.effects("lane").size() == 100);
        assertThat(things.effects("lane"))
                .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
    }

    @Test
    void aTurnLeavesOutALaneThatSomebodyElseHas() {
        QuarkusTransaction.requiringNew().run(() -> {
            jdbi.useHandle(db -> db.execute("select pg_advisory_xact_lock(hashtextextended('theta/thing-1', 0))"));
            QuarkusTransaction.requiringNew().run(() -> store("'thing-' || i", "''", 2, "1"));
            long id = engine.count("select id from inbound_event where event_id = 'evt_t1'");
            Turn turn = new Turn("theta", List.of(new Due(id, "theta", "thing-1", 0)));
            assertThat(QuarkusTransaction.requiringNew().call(() -> inbox.hold(turn)))
                    .isEmpty();
            await(() -> things.effects("thing-2").size() == 1);
            assertThat(things.effects("thing-1")).isEmpty();
        });
        await(() -> things.effects("thing-1").size() == 1);
    }

    private void store(String thing, String more, int count, String revision) {
        jdbi.useHandle(db -> db.createUpdate("""
                        insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash,
                                                   occurred_at, received_at, status, next_attempt_at)
                        select 'theta', 'evt_t' || i, 'part.heard', %1$s,
                               convert_to('{"event_type":"part.heard","source":"theta","timestamp":"2026-01-01T00:00:00Z","event_id":"evt_t'
                                   || i || '","data":{"thing":"' || %1$s || '","revision":' || %2$s || %3$s || '}}', 'UTF8'),
                               '', :now, :now, 'received', :now
                          from generate_series(1, :count) i
                        """.formatted(thing, revision, more))
                .bind("now", clock.instant())
                .bind("count", count)
                .execute());
    }
}
