package dev.comanda.benchmark.load;

import java.util.List;

/**
 * What has arrived at the receiver since its last reset.
 *
 * @param calls answered at once
 * @param copies how many of them were a second call for the same reservation
 * @param slow calls to the slow partner
 * @param first the clock's microseconds at the first call
 * @param last at the last one
 * @param times of the reservations that were asked for, 0 where none has come
 */
public record Received(int calls, int copies, int slow, long first, long last, List<Long> times) {}
