package dev.comanda.benchmark.load;

import java.util.List;

/**
 * What a run of the generator came to.
 *
 * @param answered with 2xx
 * @param failed answered otherwise, or not at all
 * @param seconds from the first request to the last answer
 * @param p50 milliseconds from a request to its answer
 * @param p99 milliseconds
 * @param firstAt the clock's microseconds when the first request was sent
 * @param sentAt of each request when few were sent at a pace; else empty
 */
public record Outcome(
        int answered,
        int failed,
        double seconds,
        double p50,
        double p99,
        long firstAt,
        List<Long> sentAt,
        int lastStatus) {
    public double rate() {
        return answered / seconds;
    }
}
