package dev.comanda.partners.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.Engine;
import dev.comanda.partners.Senders;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WaitingTest {
    @Inject
    Engine engine;

    @Inject
    Inbox inbox;

    @Inject
    InstantSource clock;

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void registerAPartner() {
        Senders.register("eta", "http://127.0.0.1:9/nowhere");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("eta");
    }

    @Test
    @TestTransaction
    void whatWaitsHasItsTurnAfterTheNextEventOfItsLaneAndIsNotWrittenAgainUntilItHadIt() {
        long waiting = store("waiting", "lane", 60);
        long elsewhere = store("waiting", "other lane", 60);
        long first = store("received", "lane", 0);
        long second = store("received", "lane", 0);

        assertThat(inbox.lock(waiting)).isEmpty();
        settle(inbox.lock(first).orElseThrow());
        assertThat(inbox.lock(elsewhere)).isEmpty();
        Inbox.Stored had = inbox.lock(waiting).orElseThrow();
        String written = place(waiting);
        settle(inbox.lock(second).orElseThrow());
        assertThat(place(waiting)).isEqualTo(written);
        assertThat(inbox.lock(waiting)).isPresent();

        inbox.record(List.of(Outcome.parked(had, "its object", clock.instant().plusSeconds(60))));
        assertThat(inbox.lock(waiting)).isEmpty();
        settle(inbox.lock(store("received", "lane", 0)).orElseThrow());
        assertThat(inbox.lock(waiting)).isPresent();
    }

    private void settle(Inbox.Stored event) {
        inbox.record(List.of(Outcome.settled(event, "handled")));
    }

    /** Uncommitted, so that the worker knows nothing of it. */
    private long store(String status, String lane, int secondsAhead) {
        return jdbi.withHandle(db -> db.createQuery("""
                        insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash,
                                                   occurred_at, received_at, status, next_attempt_at)
                        select 'eta', 'evt_' || gen_random_uuid(), 'part.heard', :lane, '{}', '', :now, :now, :status, :next
                        returning id
                        """)
                .bind("lane", lane)
                .bind("status", status)
                .bind("now", clock.instant())
                .bind("next", clock.instant().plusSeconds(secondsAhead))
                .mapTo(Long.class)
                .one());
    }

    /** Where the row is in its table: elsewhere once it was written again. */
    private String place(long id) {
        return jdbi.withHandle(db -> db.createQuery("select ctid::text from inbound_event where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }
}
