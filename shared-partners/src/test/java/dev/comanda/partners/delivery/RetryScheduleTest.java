package dev.comanda.partners.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.partners.outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");
    private static final List<String> POLICY = List.of("5s", "5m", "30m", "2h", "5h", "10h", "10h");

    private final RetrySchedule schedule = new RetrySchedule(POLICY, () -> 0);

    @Test
    void triesEightTimesOverMoreThanADay() {
        assertThat(waits(schedule))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(10));
        assertThat(waits(schedule).stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.parse("PT27H35M5S"));
    }

    @Test
    void lengthensEveryWaitByUpToAFifthAndShortensNone() {
        List<Duration> longest = waits(new RetrySchedule(POLICY, () -> Math.nextDown(1.0)));
        List<Duration> planned = waits(schedule);
        for (int i = 0; i < planned.size(); i++) {
            assertThat(longest.get(i))
                    .isBetween(
                            planned.get(i).multipliedBy(6).dividedBy(5).minusMillis(1),
                            planned.get(i).multipliedBy(6).dividedBy(5));
        }
        assertThat(waits(new RetrySchedule(POLICY, () -> 0.5)).getFirst()).isEqualTo(Duration.ofMillis(5_500));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void everyTwoHundredIsDelivered(int status) {
        assertThat(after(status, 0)).isEqualTo(new Settlement.Delivered());
        assertThat(after(status, 7)).isEqualTo(new Settlement.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 199, 300, 301, 302, 307, 401, 403, 404, 405, 408, 418, 500, 502, 503, 504, 599})
    void everyOtherStatusGoesThroughTheWholeSchedule(int status) {
        assertThat(after(status, 0)).isEqualTo(new Settlement.Retry(NOW.plusSeconds(5), 1));
        assertThat(after(status, 6)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofHours(10)), 7));
        assertThat(after(status, 7)).isEqualTo(new Settlement.Dead());
    }

    @Test
    void noAnswerAndAForbiddenTargetGoThroughTheWholeScheduleToo() {
        for (Outcome outcome : List.of(new Outcome.NoAnswer("timeout", null), new Outcome.Forbidden("private"))) {
            assertThat(schedule.after(outcome, 0, NOW, NOW)).isEqualTo(new Settlement.Retry(NOW.plusSeconds(5), 1));
            assertThat(schedule.after(outcome, 7, NOW, NOW)).isEqualTo(new Settlement.Dead());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 415, 422})
    void anEventThatIsRefusedForItselfIsDeadAfterThreeTries(int status) {
        assertThat(after(status, 0)).isEqualTo(new Settlement.Retry(NOW.plusSeconds(5), 1));
        assertThat(after(status, 1)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofMinutes(5)), 2));
        assertThat(after(status, 2)).isEqualTo(new Settlement.Dead());
    }

    @Test
    void anEndpointThatIsGoneKeepsTheEventAndItsStep() {
        assertThat(after(410, 0)).isEqualTo(new Settlement.Gone(NOW));
        assertThat(after(410, 7)).isEqualTo(new Settlement.Gone(NOW));
    }

    @Test
    void whoAsksForTimeGetsTheLongerOfItsTimeAndOursAndLosesNoTry() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(after(429, minute, 0)).isEqualTo(new Settlement.Retry(NOW.plus(minute), 0));
        assertThat(after(503, minute, 0)).isEqualTo(new Settlement.Retry(NOW.plus(minute), 0));
        assertThat(after(503, minute, 2)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofMinutes(30)), 2));
        assertThat(after(429, Duration.ZERO, 1)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofMinutes(5)), 1));
        assertThat(after(429, minute, 7)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofHours(10)), 7));
    }

    @Test
    void tooManyRequestsNeedsNoRetryAfterButServiceUnavailableDoes() {
        assertThat(after(429, null, 3)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofHours(2)), 3));
        assertThat(after(503, null, 3)).isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofHours(2)), 4));
        assertThat(after(503, null, 7)).isEqualTo(new Settlement.Dead());
    }

    @Test
    void aRetryAfterOnAnyOtherStatusIsIgnored() {
        assertThat(after(500, Duration.ofHours(1), 0)).isEqualTo(new Settlement.Retry(NOW.plusSeconds(5), 1));
        assertThat(after(301, Duration.ofHours(1), 0)).isEqualTo(new Settlement.Retry(NOW.plusSeconds(5), 1));
    }

    @Test
    void nobodyIsWaitedForLongerThanADay() {
        Instant tomorrow = NOW.plus(Duration.ofHours(24));
        assertThat(after(429, Duration.ofDays(30), 0)).isEqualTo(new Settlement.Retry(tomorrow, 0));
        assertThat(after(503, Duration.ofHours(24), 0)).isEqualTo(new Settlement.Retry(tomorrow, 0));
        assertThat(after(503, Duration.ofSeconds(86_399), 0))
                .isEqualTo(new Settlement.Retry(tomorrow.minusSeconds(1), 0));
    }

    @Test
    void patienceEndsWhenTheEventIsFiveDaysOld() {
        Instant published = NOW.minus(Duration.ofDays(5));
        Outcome busy = answered(429, Duration.ofMinutes(1));
        assertThat(schedule.after(busy, 2, published, NOW))
                .isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofMinutes(30)), 2));
        assertThat(schedule.after(busy, 2, published.minusNanos(1), NOW))
                .isEqualTo(new Settlement.Retry(NOW.plus(Duration.ofMinutes(30)), 3));
        assertThat(schedule.after(busy, 7, published.minusNanos(1), NOW)).isEqualTo(new Settlement.Dead());
    }

    @Test
    void aScheduleIsAListOfWaitsWithRepetitions() {
        assertThat(waits(new RetrySchedule(List.of("100ms*2", " 3s ", "1d"), () -> 0)))
                .containsExactly(
                        Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofDays(1));
        List<Duration> demo =
                waits(new RetrySchedule(List.of("1s", "2s", "5s", "10s", "20s", "30s", "60s*60"), () -> 0));
        assertThat(demo).hasSize(66).endsWith(Duration.ofMinutes(1));
        assertThat(demo.getFirst()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "5s*", "5s*-1", "5 s", "5w", "1.5s", "PT5S", "5s*10000"})
    void whatIsNoWaitIsRefused(String entry) {
        assertThatThrownBy(() -> new RetrySchedule(List.of("1s", entry), () -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + entry + "'");
    }

    @Test
    void aScheduleWithoutAWaitIsRefused() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(), () -> 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of("5s*0"), () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theHorizonCoversPatienceTheLongestRetryAfterAndTheJitteredSchedule() {
        assertThat(RetrySchedule.horizon(POLICY)).isEqualTo(Duration.parse("P6DT33H6M6S"));
    }

    private Settlement after(int status, int step) {
        return after(status, null, step);
    }

    private Settlement after(int status, @Nullable Duration retryAfter, int step) {
        return schedule.after(answered(status, retryAfter), step, NOW, NOW);
    }

    private static Outcome answered(int status, @Nullable Duration retryAfter) {
        return new Outcome.Answered(status, new byte[0], retryAfter, "192.0.2.1");
    }

    /** Fails at every try until the delivery is dead. */
    private static List<Duration> waits(RetrySchedule schedule) {
        List<Duration> waits = new ArrayList<>();
        int step = 0;
        while (schedule.after(answered(500, null), step, NOW, NOW) instanceof Settlement.Retry retry) {
            waits.add(Duration.between(NOW, retry.at()));
            step = retry.step();
        }
        return waits;
    }
}
