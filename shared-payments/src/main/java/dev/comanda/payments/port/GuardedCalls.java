package dev.comanda.payments.port;

import io.smallrye.faulttolerance.api.Guard;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How every call to a provider is made: with a deadline, repeated once when nobody answered, and not at all for ten
 * seconds after half of the last twenty came to nothing. One for each account, so that a provider that is down does not
 * close the door to another.
 */
public final class GuardedCalls {
    /** Longer than a connection (2 s) and an answer (20 s) may take by themselves. */
    public static final Duration DEADLINE = Duration.ofSeconds(22);

    private final Guard guard;

    public GuardedCalls(String variant) {
        this(variant, DEADLINE);
    }

    /** @param deadline of each of the at most two tries */
    public GuardedCalls(String variant, Duration deadline) {
        this.guard = Guard.create()
                .withDescription("payments-" + variant)
                .withCircuitBreaker()
                .requestVolumeThreshold(20)
                .failureRatio(0.5)
                .delay(10, ChronoUnit.SECONDS)
                .done()
                .withRetry()
                .maxRetries(1)
                .delay(200, ChronoUnit.MILLIS)
                .abortOn(ServerTrouble.class)
                .done()
                .withTimeout()
                .duration(deadline.toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    /**
     * Makes the call. It must be safe to repeat (a read, or with an idempotency key), return whatever the provider said
     * that is an answer, refusals included, throw {@link ServerTrouble} for a 5xx or for something that is no answer,
     * {@link TurnedAway} when the provider would not even look at it, and any other exception when nobody answered.
     */
    public <T> Call<T> make(Callable<T> call, Class<T> type) {
        AtomicBoolean mayHaveArrived = new AtomicBoolean();
        try {
            return new Call.Answered<>(guard.call(() -> noting(call, mayHaveArrived), type));
        } catch (ServerTrouble e) {
            return new Call.Lost<>(String.valueOf(e.getMessage()), Remedy.LOOK);
        } catch (Exception e) {
            String cause = e instanceof TurnedAway
                    ? String.valueOf(e.getMessage())
                    : e.getClass().getSimpleName();
            return mayHaveArrived.get() ? new Call.Lost<>(cause, Remedy.REPEAT) : new Call.NotSent<>(cause);
        }
    }

    /** The repetition may fail for a harmless reason, or not be made at all, while the first try did arrive. */
    private static <T> T noting(Callable<T> call, AtomicBoolean mayHaveArrived) throws Exception {
        try {
            return call.call();
        } catch (Exception e) {
            if (!(e instanceof TurnedAway) && !neverConnected(e)) {
                mayHaveArrived.set(true);
            }
            throw e;
        }
    }

    private static boolean neverConnected(@Nullable Throwable e) {
        return e != null
                && (e instanceof ConnectException
                        || e instanceof UnknownHostException
                        || e instanceof HttpConnectTimeoutException
                        || neverConnected(e.getCause()));
    }

    /** What a call came to. */
    public sealed interface Call<T> {
        /** The provider's answer. */
        record Answered<T>(T value) implements Call<T> {}

        /** Nothing was done: it never left this machine, or was turned away at the provider's door. */
        record NotSent<T>(String cause) implements Call<T> {}

        /** It may have arrived. */
        record Lost<T>(String cause, Remedy remedy) implements Call<T> {}
    }

    /** The provider answered 5xx, or with something that is no answer (HTML with 200): it may have done what it was asked. */
    public static final class ServerTrouble extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ServerTrouble(String message) {
            super(message, null, false, false);
        }
    }

    /** The provider did nothing, and said so: too many calls (429), or a key it does not take (401, 403). */
    public static final class TurnedAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param cause a word for logs, such as {@code too_many_calls} */
        public TurnedAway(String cause) {
            super(cause, null, false, false);
        }
    }
}
