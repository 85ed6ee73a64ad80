package dev.comanda.marketplace.event;

import dev.comanda.web.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a caller names an event: two restaurants may use the same id, so the partner may have to be named too. */
public record EventKey(String externalEventId, @Nullable String partner) {
    /** What an event id may look like, from a caller or from a partner. */
    static final String ID = "[A-Za-z0-9_-]{1,64}";

    static final String ID_RULE = "must be the id of a reservation: 1 to 64 letters, digits, '_' or '-'";

    /** The path parameter of an event: its id, or {@code <partner>/<id>}; the slash may be percent-encoded. */
    public static final String PATH = "{external_event_id: [^/]+(/[^/]+)?}";

    private static final Pattern ID_PATTERN = Pattern.compile(ID);
    private static final Pattern PARTNER_PATTERN = Pattern.compile("[a-z0-9-]{2,50}");

    public EventKey {
        if (!ID_PATTERN.matcher(externalEventId).matches()) {
            throw ProblemException.invalid(
                    "external_event_id", "Must be 1 to 64 letters, digits, hyphens or underscores.");
        }
        if (partner != null && !PARTNER_PATTERN.matcher(partner).matches()) {
            throw ProblemException.invalid("partner", "Must be a partner id.");
        }
    }

    /**
     * From the id in a path and the query parameter.
     *
     * @param written the id, or {@code <partner>/<id>}
     * @param partner must not name another partner than {@code written} does
     */
    public static EventKey of(String written, @Nullable String partner) {
        int slash = written.indexOf('/');
        if (slash < 0) {
            return new EventKey(written, partner);
        }
        String named = written.substring(0, slash);
        if (partner != null && !partner.equals(named)) {
            throw ProblemException.invalid("partner", "Must be the partner that the id names.");
        }
        return new EventKey(written.substring(slash + 1), named);
    }
}
