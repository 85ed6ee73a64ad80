package dev.comanda.partners.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private long now;

    @Test
    void aPartnerThatSendsTooFastIsRefusedAndAnotherIsNot() {
        RateLimits limits = new RateLimits(new Limits(10, 2, Map.of()), metrics, () -> now);
        limits.admit("fast");
        limits.admit("fast");
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> limits.admit("fast"));
        assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(100));
        assertThat(metrics.counter("comanda.inbox.limited", "partner", "fast").count())
                .isEqualTo(1);
        assertThatCode(() -> limits.admit("slow")).doesNotThrowAnyException();

        now += Duration.ofMillis(100).toNanos();
        assertThatCode(() -> limits.admit("fast")).doesNotThrowAnyException();
    }

    @Test
    void aPartnerMayHaveALimitOfItsOwn() {
        RateLimits limits = new RateLimits(
                new Limits(0, 1, Map.of("slow", new Own(OptionalInt.of(1), OptionalInt.empty()))), metrics, () -> now);
        limits.admit("slow");
        assertThat(catchThrowableOfType(ProblemException.class, () -> limits.admit("slow"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 5_000; i++) {
            limits.admit("unlimited");
        }
    }

    private record Limits(int perSecond, int burst, Map<String, Limit> partner) implements RateConfig {}

    private record Own(OptionalInt perSecond, OptionalInt burst) implements RateConfig.Limit {}
}
