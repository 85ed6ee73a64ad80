package dev.comanda.partners.inbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Divides due events into turns. One look into the table serves many turns. What it found is good for a moment only: then
 * partners whose events came later have their turn too. Nothing is reserved: {@link Inbox#hold} asks again.
 */
final class Turns {
    private static final int AT_ONCE = 64;
    private static final Duration GOOD_FOR = Duration.ofMillis(100);

    private final Search search;
    private final Set<Due.Lane> inHand = ConcurrentHashMap.newKeySet();
    private final Deque<Turn> found = new ArrayDeque<>();
    private long foundAt;

    /** Finds at most {@code max} due events, in the order in which they are to have their turn. */
    @FunctionalInterface
    interface Search {
        List<Due> due(int max, int inHand);
    }

    Turns(Search search) {
        this.search = search;
    }

    /** For one thread. Each of these turns is to be {@link #ended} once. */
    List<Turn> next(int max) {
        if (found.isEmpty() || System.nanoTime() - foundAt > GOOD_FOR.toNanos()) {
            found.clear();
            Set<Due.Lane> taken = new HashSet<>(inHand);
            List<Due> due = search.due(AT_ONCE, taken.size()).stream()
                    .filter(event -> taken.add(event.lane()))
                    .toList();
            found.addAll(divide(due, Math.clamp(Math.ceilDiv(due.size(), max), 1, Turn.MOST)));
            foundAt = System.nanoTime();
        }
        List<Turn> next = new ArrayList<>();
        while (next.size() < max && !found.isEmpty()) {
            next.add(found.remove());
        }
        next.forEach(turn -> turn.events().forEach(event -> inHand.add(event.lane())));
        return next;
    }

    void ended(Turn turn) {
        turn.events().forEach(event -> inHand.remove(event.lane()));
    }

    /** In the order of the first event of each. An event that has failed before is alone, since it may fail again. */
    static List<Turn> divide(List<Due> due, int size) {
        List<List<Due>> turns = new ArrayList<>();
        Map<String, List<Due>> open = new HashMap<>();
        for (Due event : due) {
            List<Due> turn = event.tries() > 0 ? null : open.get(event.partnerId());
            if (turn == null) {
                turn = new ArrayList<>();
                turns.add(turn);
                if (event.tries() == 0) {
                    open.put(event.partnerId(), turn);
                }
            }
            turn.add(event);
            if (turn.size() == size) {
                open.remove(event.partnerId(), turn);
            }
        }
        return turns.stream()
                .map(turn -> new Turn(
                        turn.getFirst().partnerId(),
                        turn.stream()
                                .sorted(Comparator.comparing(Due::orderingKey))
                                .toList()))
                .toList();
    }
}
