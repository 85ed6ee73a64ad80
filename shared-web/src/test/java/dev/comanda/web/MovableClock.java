package dev.comanda.web;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes when a test says so. */
@Singleton
public class MovableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-02-01T18:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }
}
