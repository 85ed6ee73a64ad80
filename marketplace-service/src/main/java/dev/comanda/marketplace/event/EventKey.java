package dev.comanda.marketplace.event;

import dev.comanda.web.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a caller names an event: two restaurants may use the same id, so the partner may have to be said too. */
public record EventKey(String externalEventId, @Nullable String partner) {
    /** What an event id may look like, from a caller or from a partner. */
    static final String ID = "[A-Za-z0-9_-]{1,64}";

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
}
