package dev.comanda.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FactMergeTest {
    private static final int TRIPLES = 20_000;
    private static final Instant START = Instant.parse("2026-02-01T18:00:00Z");

    /** From few values each, so that ties of every kind are frequent. */
    static Stream<Named<Function<Random, Fact>>> kinds() {
        return Stream.of(
                Named.of("intent", FactMergeTest::intent),
                Named.of("charge", FactMergeTest::charge),
                Named.of("refund", FactMergeTest::refund),
                Named.of("dispute", FactMergeTest::dispute),
                Named.of("session", FactMergeTest::session));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theOrderAndNumberOfWordsAboutAnObjectIsIrrelevant(Function<Random, Fact> kind) {
        Random random = new Random(2026);
        for (int i = 0; i < TRIPLES; i++) {
            Fact a = kind.apply(random);
            Fact b = kind.apply(random);
            Fact c = kind.apply(random);

            Fact ab = a.merge(b);
            boolean holds = a.merge(a).equals(a)
                    && ab.equals(b.merge(a))
                    && ab.merge(b).equals(ab)
                    && ab.merge(c).equals(a.merge(b.merge(c)));
            assertThat(holds).as("%s, %s, %s", a, b, c).isTrue();
        }
    }

    @Test
    void anotherObjectIsNotMerged() {
        Fact one = new Fact.Charge("ch_1", 0, 0, false, null, null, null);

        assertThatThrownBy(() -> one.merge(new Fact.Charge("ch_2", 0, 0, false, null, null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ch_1 is not ch_2");
        assertThatThrownBy(() -> one.merge(new Fact.Session("ch_1", Fact.Session.Status.OPEN, 0, null, null, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("charge ch_1 is no session");
    }

    @Test
    void successIsFinalThenCancellationThenTheNewestWord() {
        Fact.Intent succeeded = at(Fact.Intent.Status.SUCCEEDED, 0);
        Fact.Intent canceled = at(Fact.Intent.Status.CANCELED, 0);
        Fact.Intent failed = at(Fact.Intent.Status.FAILED, 10);
        Fact.Intent action = at(Fact.Intent.Status.ACTION, 20);

        assertThat(status(action, canceled)).isEqualTo(Fact.Intent.Status.CANCELED);
        assertThat(status(canceled, succeeded)).isEqualTo(Fact.Intent.Status.SUCCEEDED);
        assertThat(status(action, failed)).isEqualTo(Fact.Intent.Status.ACTION);
    }

    @Test
    void withinASecondTheFurtherStepWinsAndTheTieIsTold() {
        Fact.Intent authorized = at(Fact.Intent.Status.AUTHORIZED, 0);
        Fact.Intent processing = at(Fact.Intent.Status.PROCESSING, 0);
        Fact.Intent action = at(Fact.Intent.Status.ACTION, 0);
        Fact.Intent failed = at(Fact.Intent.Status.FAILED, 0);
        Fact.Intent fresh = at(Fact.Intent.Status.NEW, 0);

        assertThat(status(processing, authorized)).isEqualTo(Fact.Intent.Status.AUTHORIZED);
        assertThat(status(action, processing)).isEqualTo(Fact.Intent.Status.PROCESSING);
        assertThat(status(failed, action)).isEqualTo(Fact.Intent.Status.ACTION);
        assertThat(status(fresh, failed)).isEqualTo(Fact.Intent.Status.FAILED);
        assertThat(failed.ties(action)).isTrue();
        assertThat(failed.ties(at(Fact.Intent.Status.ACTION, 1))).isFalse();
        assertThat(failed.ties(at(Fact.Intent.Status.SUCCEEDED, 0))).isFalse();
    }

    @Test
    void aDisputeGoesForwardAndItsLastDecisionCounts() {
        assertThat(dispute(Fact.Dispute.Status.UNDER_REVIEW, 0, Fact.Dispute.Status.NEEDS_RESPONSE, 9))
                .isEqualTo(Fact.Dispute.Status.UNDER_REVIEW);
        assertThat(dispute(Fact.Dispute.Status.WON, 0, Fact.Dispute.Status.UNDER_REVIEW, 9))
                .isEqualTo(Fact.Dispute.Status.WON);
        assertThat(dispute(Fact.Dispute.Status.WON, 5, Fact.Dispute.Status.LOST, 4))
                .isEqualTo(Fact.Dispute.Status.WON);
    }

    private static Fact.Intent.Status status(Fact.Intent one, Fact.Intent other) {
        return one.with(other).status();
    }

    private static Fact.Intent at(Fact.Intent.Status status, int second) {
        return new Fact.Intent("pi_1", status, START.plusSeconds(second), 0, 0, "USD", null, null, null, false);
    }

    private static Fact.Dispute.Status dispute(
            Fact.Dispute.Status one, int second, Fact.Dispute.Status other, int otherSecond) {
        return new Fact.Dispute("du_1", 1, one, START.plusSeconds(second), null, null, null)
                .with(new Fact.Dispute("du_1", 1, other, START.plusSeconds(otherSecond), null, null, null))
                .status();
    }

    private static Fact intent(Random random) {
        return new Fact.Intent(
                "pi_1",
                any(random, Fact.Intent.Status.values()),
                time(random),
                random.nextInt(3),
                random.nextInt(3),
                text(random),
                text(random),
                random.nextBoolean() ? null : new Fact.Failure("c" + random.nextInt(2), "m" + random.nextInt(2)),
                perhaps(random),
                random.nextBoolean());
    }

    private static Fact charge(Random random) {
        return new Fact.Charge(
                "ch_1",
                random.nextInt(3),
                random.nextInt(3),
                random.nextBoolean(),
                text(random),
                perhaps(random),
                text(random));
    }

    private static Fact refund(Random random) {
        return new Fact.Refund(
                "re_1",
                random.nextInt(3),
                any(random, Fact.Refund.Status.values()),
                text(random),
                text(random),
                text(random));
    }

    private static Fact dispute(Random random) {
        return new Fact.Dispute(
                "du_1",
                random.nextInt(3),
                any(random, Fact.Dispute.Status.values()),
                time(random),
                perhaps(random),
                text(random),
                text(random));
    }

    private static Fact session(Random random) {
        return new Fact.Session(
                "cs_1",
                any(random, Fact.Session.Status.values()),
                random.nextInt(3),
                text(random),
                perhaps(random),
                text(random));
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Instant time(Random random) {
        return START.plusSeconds(random.nextInt(3));
    }

    private static @Nullable Instant perhaps(Random random) {
        return random.nextBoolean() ? null : time(random);
    }

    private static @Nullable String text(Random random) {
        return random.nextInt(3) == 0 ? null : "t" + random.nextInt(2);
    }
}
