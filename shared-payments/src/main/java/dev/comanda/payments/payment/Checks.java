package dev.comanda.payments.payment;

import dev.comanda.payments.ledger.PaymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a payment is asked about again though no webhook said anything. Soon and then ever more rarely while it is open;
 * twice in the first hour and then daily while money that was captured may still go back; 31 days at most.
 */
final class Checks {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final List<Duration> OPEN = minutes(1, 4, 10, 15, 25, 60, 360);
    private static final List<Duration> CAPTURED = minutes(20, 30, 60, 1440);

    private Checks() {}

    /**
     * @param checks how often it was asked about since the last news
     * @return null when asking can bring nothing any more
     */
    static @Nullable Instant next(PaymentState state, int checks, Instant createdAt, Instant now) {
        if (createdAt.plus(LONGEST).isBefore(now)) {
            return null;
        }
        return switch (state) {
            // UNKNOWN is the business of the operation that is under way.
            case UNKNOWN, CANCELED, EXPIRED, REFUNDED, CHARGED_BACK -> null;
            case CREATED, PENDING, REQUIRES_ACTION, AUTHORIZED, FAILED, DISPUTED -> now.plus(at(OPEN, checks));
            case PAID, PARTIALLY_REFUNDED -> now.plus(at(CAPTURED, checks));
        };
    }

    private static Duration at(List<Duration> schedule, int checks) {
        return schedule.get(Math.min(checks, schedule.size() - 1));
    }

    private static List<Duration> minutes(long... minutes) {
        return Arrays.stream(minutes).mapToObj(Duration::ofMinutes).toList();
    }
}
