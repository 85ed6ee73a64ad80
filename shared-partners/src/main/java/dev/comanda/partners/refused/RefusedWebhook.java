package dev.comanda.partners.refused;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One webhook that was not accepted. Texts come from strangers: the constructor shortens them and replaces what is not
 * printable on one line.
 *
 * @param partnerId as claimed
 * @param detail one sentence without a secret
 * @param eventId as claimed
 * @param eventType if the webhook was authentic
 * @param address where it came from
 * @param bytes of the body, received or announced
 */
public record RefusedWebhook(
        Instant at,
        @Nullable String partnerId,
        Reason reason,
        String detail,
        @Nullable String eventId,
        @Nullable String eventType,
        String address,
        long bytes) {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DETAIL = 300;

    public RefusedWebhook {
        partnerId = partnerId == null ? null : oneLine(partnerId, LONGEST_NAME);
        detail = oneLine(detail, LONGEST_DETAIL);
        eventId = eventId == null ? null : oneLine(eventId, LONGEST_NAME);
        eventType = eventType == null ? null : oneLine(eventType, LONGEST_NAME);
        address = oneLine(address, LONGEST_NAME);
    }

    /** Everything but visible characters and spaces becomes an escape such as {@code \}{@code u001b}. */
    private static String oneLine(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(longest).forEach(character -> {
            if (isVisible(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(String.format("\\u%04x", character));
            }
        });
        return text.codePointCount(0, text.length()) > longest ? line + "..." : line.toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
