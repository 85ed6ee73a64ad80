package dev.comanda.benchmark.load;

import java.util.Arrays;

/** What the receiver has seen since the last reset. */
final class Arrivals {
    private long[] times = new long[1 << 16];
    private int calls;
    private int copies;
    private int slow;
    private long first;
    private long last;

    synchronized void add(int number, long at) {
        first = calls++ == 0 ? at : first;
        last = at;
        if (number < 0) {
            return;
        }
        if (number >= times.length) {
            times = Arrays.copyOf(times, Math.max(number + 1, times.length * 2));
        }
        if (times[number] == 0) {
            times[number] = at;
        } else {
            copies++;
        }
    }

    synchronized void slow() {
        slow++;
    }

    synchronized void reset() {
        Arrays.fill(times, 0);
        calls = copies = slow = 0;
        first = last = 0;
    }

    synchronized Received received(int firstNumber, int count) {
        return new Received(
                calls,
                copies,
                slow,
                first,
                last,
                Arrays.stream(times, Math.min(firstNumber, times.length), Math.min(firstNumber + count, times.length))
                        .boxed()
                        .toList());
    }
}
