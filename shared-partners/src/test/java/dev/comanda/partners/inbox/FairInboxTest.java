package dev.comanda.partners.inbox;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.testing.Statistics;
import dev.comanda.partners.Engine;
import dev.comanda.partners.Senders;
import dev.comanda.partners.ShiftedClock;
import dev.comanda.partners.Things;
import io.quarkus.test.TestTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FairInboxTest {
    private static final String NOWHERE = "http://127.0.0.1:9/nowhere";

    @Inject
    Engine engine;

    @Inject
    Things things;

    @Inject
    Inbox inbox;

    @Inject
    ShiftedClock clock;

    @Inject
    Jdbi jdbi;

    private String secret;

    @BeforeEach
    void registerTwoPartners() {
        secret = Senders.register("quiet", NOWHERE);
        Senders.register("noisy", NOWHERE);
    }

    @AfterEach
    void removeThem() {
        engine.tidy("quiet", "noisy");
        engine.execute("delete from effect");
    }

    @Test
    void sixtyThousandDueEventsOfOnePartnerDoNotHoldUpAnEventOfAnother() throws Exception {
        store("noisy", "waiting", 60_000, "'never-' || i", 2, "evt_parked_");
        assertThat(engine.count(
                        "select count(*) from inbound_event where status = 'waiting' and next_attempt_at <= now()"))
                .as("still due")
                .isGreaterThan(10_000);
        hear("evt_quiet_warm", "quiet-0");
        await(() -> things.effects("quiet-0").equals(List.of(1L)));
        for (int i = 1; i <= 3; i++) {
            String thing = "quiet-" + i;
            hear("evt_quiet_" + i, thing);
            Statistics.promptly("the other partner's event", () -> {
                await(() -> things.effects(thing).equals(List.of(1L)));
                return 0;
            });
        }
    }

    @Test
    @TestTransaction
    void aClaimIsPromptWhateverTheBacklog() throws Exception {
        store("noisy", "waiting", 60_000, "'many-' || i", 2, "evt_many_");
        store("noisy", "received", 20_000, "'one lane'", 1, "evt_lane_");
        Statistics.promptly("20 claims", () -> {
            for (int i = 0; i < 20; i++) {
                assertThat(due(8)).hasSize(8);
            }
            return 0;
        });
    }

    @Test
    @TestTransaction
    void eachPartnerHasItsTurnAndFirstTriesComeBeforeRetries() {
        List<Long> parked = store("noisy", "waiting", 100, "'a-' || i", 2, "evt_a_");
        List<Long> first = store("noisy", "received", 1, "'b'", 1, "evt_b_");
        List<Long> other = store("quiet", "received", 1, "'c'", 1, "evt_c_");

        List<Long> due = due(8);

        assertThat(due).hasSize(8).doesNotHaveDuplicates();
        assertThat(due.subList(0, 2)).containsExactlyInAnyOrder(first.getFirst(), other.getFirst());
        assertThat(parked).containsAll(due.subList(2, 8));
    }

    /** A lane's events are handled one after the other; those that stand behind its first are no candidates. */
    @Test
    @TestTransaction
    void aLaneWithThousandsOfEventsLeavesTheOtherLanesOfItsPartnerTheirTurn() {
        List<Long> hot = store("noisy", "received", 5_000, "'hot'", 1, "evt_hot_");
        List<Long> behind = store("noisy", "received", 1, "'zz'", 1, "evt_zz_");

        assertThat(due(8)).containsExactlyInAnyOrder(hot.getFirst(), behind.getFirst());
        assertThat(inbox.lock(hot.get(1))).isEmpty();
        inbox.record(List.of(Outcome.settled(inbox.lock(hot.getFirst()).orElseThrow(), "handled")));
        assertThat(due(8)).contains(hot.get(1));
        engine.execute("update inbound_event set next_attempt_at = now() + interval '1 hour' where id = ?", hot.get(1));
        assertThat(due(8)).containsExactly(behind.getFirst());
    }

    @Test
    @TestTransaction
    void aBurstIntoATableAnalyzedWhileEmptyIsHandledPromptly() throws Exception {
        Statistics.ofTablesThatWereEmpty(jdbi, "inbound_event", "partner");
        store("noisy", "waiting", 3_000, "'parked'", 2, "evt_parked_");
        store("noisy", "received", 3_000, "'own-' || i", 1, "evt_own_");
        store("noisy", "received", 3_000, "'one lane'", 1, "evt_lane_");
        Statistics.withoutScans(jdbi, "50 events claimed, locked and settled", () -> {
            for (int i = 0; i < 50; i++) {
                long id = due(1).getFirst();
                inbox.record(List.of(Outcome.settled(inbox.lock(id).orElseThrow(), "handled")));
            }
            return 0;
        });
    }

    @Test
    void whatWaitsIsTriedAfterOneFiveThirtyAndThenEverySixtyMinutes() {
        Duration waited = Duration.ZERO;
        for (int minutes : new int[] {1, 5, 30, 60, 60}) {
            assertThat(TurnHandler.nextTry(waited)).isEqualTo(Duration.ofMinutes(minutes));
            waited = waited.plusMinutes(minutes);
        }
        assertThat(TurnHandler.nextTry(Duration.ofSeconds(59))).isEqualTo(Duration.ofMinutes(1));
    }

    private List<Long> due(int max) {
        return inbox.due(max, 0).stream().map(Due::id).toList();
    }

    private void hear(String eventId, String thing) {
        String body = Senders.envelope(eventId, "part.heard", "{\"thing\":\"" + thing + "\",\"revision\":1}");
        Senders.post("quiet", secret, eventId, body).then().statusCode(200);
    }

    /** As its webhooks would; due since a minute ago. */
    private List<Long> store(String partner, String status, int count, String lane, int revision, String prefix) {
        return jdbi.withHandle(db -> db.createQuery("""
                        insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash,
                                                   occurred_at, received_at, status, next_attempt_at)
                        select :partner, :prefix || i, 'part.heard', %1$s,
                               convert_to(json_build_object('event_type', 'part.heard', 'source', :partner,
                                   'timestamp', '2026-01-01T00:00:00Z', 'event_id', :prefix || i,
                                   'data', json_build_object('thing', %1$s, 'revision', :revision))::text, 'UTF8'),
                               '', :since, :since, :status, :since
                          from generate_series(1, :count) i
                        returning id
                        """.formatted(lane))
                .bind("partner", partner)
                .bind("prefix", prefix)
                .bind("revision", revision)
                .bind("status", status)
                .bind("since", clock.instant().minusSeconds(60))
                .bind("count", count)
                .mapTo(Long.class)
                .list());
    }
}
