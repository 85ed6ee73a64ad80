package dev.comanda.partners.inbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Which events of one lane a transaction can handle one after the other. */
final class LaneRun {
    private LaneRun() {}

    /**
     * From the head of the lane as long as they are due and have not failed before. When nothing stands before the due event
     * and that one waits: it, and others that wait too.
     *
     * @param open what the lane has, read under its lock, the oldest first
     */
    static List<Inbox.Stored> of(long due, List<Inbox.Stored> open, int most, Instant now) {
        var received =
                open.stream().filter(event -> event.status().equals("received")).toList();
        var waiting = open.stream()
                .filter(event -> event.status().equals("waiting") && isDue(event, now))
                .toList();
        var first = waiting.stream().filter(event -> event.id() == due).findFirst();
        if (first.isEmpty() || (!received.isEmpty() && received.getFirst().id() < due)) {
            return received.stream()
                    .limit(most)
                    .takeWhile(event -> isDue(event, now)
                            && (event.tries() == 0
                                    || event.id() == received.getFirst().id()))
                    .toList();
        }
        if (first.get().revision() == null) {
            return List.of(first.get());
        }
        return waiting.stream()
                .sorted(Comparator.comparing((Inbox.Stored event) -> event.id() != due)
                        .thenComparing(Inbox.Stored::id))
                .limit(most)
                .toList();
    }

    private static boolean isDue(Inbox.Stored event, Instant now) {
        return !event.nextAttemptAt().isAfter(now);
    }
}
