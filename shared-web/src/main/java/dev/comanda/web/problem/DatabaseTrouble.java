package dev.comanda.web.problem;

import dev.comanda.database.batch.NotCommitted;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away, full, too slow or shutting down from a fault of ours: the first is a 503 that is worth a
 * retry, the second a 500. Transaction managers bury the SQLException as a cause or as a suppressed exception, so both are
 * searched.
 */
public final class DatabaseTrouble {
    private static final Set<String> WORTH_A_RETRY = Set.of("08", "25P03", "25P04", "40", "53", "55P03", "57", "58");

    private DatabaseTrouble() {}

    /** Whether the same work may succeed later, unchanged. */
    public static boolean isIn(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        push(open, failure);
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof NotCommitted) {
                return true;
            }
            if (next instanceof SQLException sql) {
                if (isTrouble(sql)) {
                    return true;
                }
                push(open, sql.getNextException());
            }
            push(open, next.getCause());
            for (Throwable suppressed : next.getSuppressed()) {
                push(open, suppressed);
            }
        }
        return false;
    }

    /**
     * PostgreSQL's error classes 08 (connection), 40 (rolled back for the sake of others), 53 (resources), 57 (operator
     * intervention, statement timeout) and 58 (system error), and the codes 25P03 and 25P04 (a transaction open for too
     * long) and 55P03 (a lock not had in time); the connection pool has no state for its timeouts, only a message.
     */
    private static boolean isTrouble(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            String message = failure.getMessage();
            return message != null && message.contains("cquisition timeout");
        }
        return WORTH_A_RETRY.stream().anyMatch(state::startsWith);
    }

    private static void push(Deque<Throwable> open, @Nullable Throwable next) {
        if (next != null) {
            open.push(next);
        }
    }
}
