package dev.comanda.marketplace.testing;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of the system and however much more a test lets pass. */
@Singleton
public class ShiftedClock implements InstantSource {
    private volatile Duration shift = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(shift);
    }

    public void pass(Duration time) {
        shift = shift.plus(time);
    }

    public void reset() {
        shift = Duration.ZERO;
    }
}
