package dev.comanda.marketplace.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.inbox.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeardEventTest {
    private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");
    private static final Details DINNER =
            new Details("Cena", LocalDate.parse("2026-02-15"), null, 50, null, null, List.of());

    @Test
    void onlyAHigherRevisionIsNews() {
        HeardEvent event = confirmed(2L);
        assertThat(event.supersedes(version(1L, 10))).isTrue();
        assertThat(event.supersedes(version(2L, 10))).isTrue();
        assertThat(event.supersedes(version(3L, -10))).isFalse();
    }

    @Test
    void withoutARevisionTheTimestampDecides() {
        HeardEvent event = confirmed(null);
        assertThat(event.supersedes(version(null, -1))).isTrue();
        assertThat(event.supersedes(version(null, 1))).isFalse();
    }

    @Test
    void aStateWithoutRevisionKeepsTheLastOneSeen() {
        HeardEvent event = confirmed(2L);
        event.describe(DINNER, version(null, 5));
        assertThat(event.supersedes(version(2L, 10))).isTrue();
        assertThat(event.supersedes(version(3L, 0))).isFalse();
    }

    @Test
    void aHigherRevisionWithAnEarlierClockDoesNotTurnTheTimestampBack() {
        HeardEvent event = confirmed(2L);
        event.describe(DINNER, version(3L, -60));
        assertThat(event.supersedes(version(null, -1))).isTrue();
    }

    @Test
    void cancelledIsFinal() {
        HeardEvent cancelled = confirmed(2L);
        cancelled.cancel(version(3L, 1));
        assertThat(cancelled.supersedes(version(4L, 2))).isTrue();
        assertThat(HeardEvent.tombstone("grill", "RES-1", version(2L, 0)).supersedes(version(3L, 1)))
                .isTrue();
    }

    @Test
    void aCancelledEventStillLosesAGuestWhoIsErased() {
        HeardEvent cancelled =
                HeardEvent.confirmed("grill", "RES-1", dinner("Cena", "María García", "0991234567"), version(1L, 0));
        cancelled.cancel(version(2L, 1));

        assertThat(cancelled.correctContact(update(dinner("Otra", "[erased]", "[erased]"), 2L), version(2L, 2)))
                .isFalse();
        assertThat(cancelled.details().contactName()).isEqualTo("María García");
        assertThat(cancelled.correctContact(update(dinner("Otra", "[erased]", "[erased]"), 3L), version(3L, 2)))
                .isTrue();
        assertThat(cancelled.details()).isEqualTo(dinner("Cena", "[erased]", "[erased]"));
        assertThat(cancelled.supersedes(version(4L, 3))).isTrue();
        assertThat(HeardEvent.tombstone("grill", "RES-1", version(2L, 0))
                        .correctContact(update(dinner("Cena", "[erased]", "[erased]"), 3L), version(3L, 2)))
                .isFalse();
    }

    private static Details dinner(String name, String contactName, String contactPhone) {
        return new Details(name, DINNER.date(), null, 50, contactName, contactPhone, List.of());
    }

    private static ReservationUpdated update(Details next, long revision) {
        Changes changes =
                new Changes(next.eventName(), null, null, null, next.contactName(), next.contactPhone(), null);
        return new ReservationUpdated("RES-1", changes, null, revision);
    }

    private static HeardEvent confirmed(@Nullable Long revision) {
        return HeardEvent.confirmed("grill", "RES-1", DINNER, version(revision, 0));
    }

    private static Version version(@Nullable Long revision, int minutesAfterNoon) {
        return new Version(revision, NOON.plusSeconds(60L * minutesAfterNoon));
    }
}
