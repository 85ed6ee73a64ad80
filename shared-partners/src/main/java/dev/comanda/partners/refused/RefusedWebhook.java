package dev.comanda.partners.refused;

import dev.comanda.web.text.LogText;
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

    private static String oneLine(String text, int longest) {
        String line = LogText.of(text);
        return line.codePointCount(0, line.length()) > longest
                ? line.substring(0, line.offsetByCodePoints(0, longest)) + "..."
                : line;
    }
}
