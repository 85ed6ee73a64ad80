package dev.comanda.partners.delivery;

import dev.comanda.partners.outbox.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what follows a call: a pure function of the outcome, the step and the clock. Waits are lengthened by up to 20 %
 * and never shortened, so that partners that failed together do not come back together and an event outlives a day's
 * outage.
 */
final class RetrySchedule {
    private static final Pattern ENTRY = Pattern.compile("(\\d+(?:ms|s|m|h|d))(?:\\*(\\d{1,4}))?");
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);
    private static final Duration PATIENCE = Duration.ofDays(5);
    private static final int TRIES_OF_A_POISON_EVENT = 3;
    private static final double JITTER = 0.2;

    private final List<Duration> waits;
    private final DoubleSupplier random;

    /** {@code random} gives numbers from 0 (inclusive) to 1 (exclusive). */
    RetrySchedule(List<String> entries, DoubleSupplier random) {
        this.waits = parse(entries);
        this.random = random;
    }

    /** {@code step} is how far the schedule had advanced before this call: 0 for a first try. */
    Settlement after(Outcome outcome, int step, Instant publishedAt, Instant now) {
        return switch (outcome) {
            case Outcome.NoAnswer _, Outcome.Forbidden _, Outcome.Unreadable _ -> next(step, now);
            case Outcome.Answered answered ->
                switch (answered.status()) {
                    case 400, 409, 413, 415, 422 ->
                        step + 1 >= TRIES_OF_A_POISON_EVENT ? new Settlement.Dead() : next(step, now);
                    case 410 -> new Settlement.Gone(now);
                    case 429, 503 -> patient(answered, step, publishedAt, now);
                    default -> answered.status() / 100 == 2 ? new Settlement.Delivered() : next(step, now);
                };
        };
    }

    /** The longest that can lie between an event's publication and its last try. */
    static Duration horizon(List<String> entries) {
        Duration waits = parse(entries).stream().reduce(Duration.ZERO, Duration::plus);
        return PATIENCE.plus(LONGEST_RETRY_AFTER).plus(waits.multipliedBy(6).dividedBy(5));
    }

    private Settlement next(int step, Instant now) {
        return step >= waits.size() ? new Settlement.Dead() : new Settlement.Retry(now.plus(wait(step)), step + 1);
    }

    /** A partner that asks for time gets it without losing tries, until the event is too old to be patient with. */
    private Settlement patient(Outcome.Answered answered, int step, Instant publishedAt, Instant now) {
        boolean asked = answered.retryAfter() != null || answered.status() == 429;
        if (!asked || publishedAt.plus(PATIENCE).isBefore(now)) {
            return next(step, now);
        }
        Duration wait = wait(Math.min(step, waits.size() - 1));
        if (answered.retryAfter() != null) {
            Duration wanted = answered.retryAfter().compareTo(LONGEST_RETRY_AFTER) < 0
                    ? answered.retryAfter()
                    : LONGEST_RETRY_AFTER;
            wait = wanted.compareTo(wait) > 0 ? wanted : wait;
        }
        return new Settlement.Retry(now.plus(wait), step);
    }

    private Duration wait(int step) {
        Duration wait = waits.get(step);
        return wait.plusNanos((long) (wait.toNanos() * JITTER * random.getAsDouble()));
    }

    private static List<Duration> parse(List<String> entries) {
        List<Duration> waits = new ArrayList<>();
        for (String entry : entries) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a wait of the retry schedule: '" + entry + "'");
            }
            int times = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
            for (int i = 0; i < times; i++) {
                waits.add(duration(matcher.group(1)));
            }
        }
        if (waits.isEmpty()) {
            throw new IllegalArgumentException("the retry schedule has no wait");
        }
        return List.copyOf(waits);
    }

    private static Duration duration(String text) {
        if (text.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    }
}
