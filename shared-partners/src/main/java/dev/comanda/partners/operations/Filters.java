package dev.comanda.partners.operations;

import dev.comanda.web.json.Cursor;
import dev.comanda.web.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters, checked before they come near a query. */
final class Filters {
    private Filters() {}

    static void require(String name, @Nullable String value, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            throw ProblemException.invalid(name, "This parameter is one of " + String.join(", ", allowed) + ".");
        }
    }

    static void requireText(String name, @Nullable String value) {
        if (value != null && !value.matches("[A-Za-z0-9_.*-]{1,100}")) {
            throw ProblemException.invalid(name, "This parameter has 1 to 100 letters, digits, '_', '.', '*' or '-'.");
        }
    }

    /** The id below which the page starts; without a cursor, the newest. */
    static long before(@Nullable Cursor cursor) {
        return cursor == null ? Long.MAX_VALUE : cursor.id();
    }

    static long id(String text, String what) {
        if (!text.matches("\\d{1,18}")) {
            throw ProblemException.notFound(what);
        }
        return Long.parseLong(text);
    }
}
