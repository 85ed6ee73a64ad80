package dev.comanda.web.json;

import dev.comanda.web.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many rows a page may hold, 1 to 200. Usable as {@code @QueryParam("limit") @DefaultValue("50") PageSize}; a plain
 * {@code int} there would answer 404 to {@code limit=many}.
 */
@Schema(type = SchemaType.INTEGER)
public record PageSize(int rows) {
    private static final int MAX = 200;

    /** Reads one to three digits; anything else is a 400 that names {@code limit}. */
    public static PageSize fromString(String text) {
        int rows = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (rows < 1 || rows > MAX) {
            throw ProblemException.invalid("limit", "limit must be a whole number from 1 to " + MAX + ".");
        }
        return new PageSize(rows);
    }
}
