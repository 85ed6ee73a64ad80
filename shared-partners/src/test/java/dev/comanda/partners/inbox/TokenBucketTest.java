package dev.comanda.partners.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void givesItsBurstAtOnceAndThenSaysWhenToComeBack() {
        TokenBucket bucket = new TokenBucket(200, 3);
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isEqualTo(Duration.ofMillis(5));
        assertThat(bucket.take(4 * MILLISECOND)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void gainsATokenAfterExactlyItsTimeAndNotMore() {
        TokenBucket bucket = new TokenBucket(200, 1);
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(5 * MILLISECOND - 1)).isEqualTo(Duration.ofNanos(1));
        assertThat(bucket.take(5 * MILLISECOND)).isZero();
        assertThat(bucket.take(5 * MILLISECOND)).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void holdsNoMoreThanItsBurstAfterALongRest() {
        TokenBucket bucket = new TokenBucket(200, 2);
        long later = Duration.ofDays(40).toNanos();
        assertThat(bucket.take(later)).isZero();
        assertThat(bucket.take(later)).isZero();
        assertThat(bucket.take(later)).isPositive();
    }

    @Test
    void refusalsCostNoTokens() {
        TokenBucket bucket = new TokenBucket(1, 1);
        assertThat(bucket.take(0)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.take(0)).isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(bucket.take(Duration.ofSeconds(1).toNanos())).isZero();
    }
}
