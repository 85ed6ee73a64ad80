package dev.comanda.partners.notice;

import dev.comanda.mail.Mail;
import dev.comanda.partners.registry.PartnerStatus;
import dev.comanda.web.text.MailText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How sending to one partner stands, as it is told to that partner. It names no person and quotes no answer of the
 * endpoint.
 *
 * @param failingSince since when no call has succeeded, or null when the last one did
 * @param lastStatus the HTTP status of the last call that failed, or null when no answer came
 * @param lastError why no answer came, as {@code delivery.last_error} has it
 * @param waiting deliveries that are not delivered yet
 * @param dead deliveries that were given up
 */
record Trouble(
        String partnerId,
        String name,
        String webhookUrl,
        @Nullable String contactEmail,
        PartnerStatus status,
        int failuresInRow,
        @Nullable Instant failingSince,
        @Nullable Instant lastCall,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        long waiting,
        long dead) {
    /** A shorter failure is not worth a mail. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** Whether the partner should hear of it. */
    boolean isWorthAMail(Instant now) {
        return status == PartnerStatus.AUTO_PAUSED || dead > 0 || isFailing(now);
    }

    private boolean isFailing(Instant now) {
        return status == PartnerStatus.ACTIVE
                && failuresInRow >= 5
                && failingSince != null
                && !failingSince.plus(PATIENCE).isAfter(now);
    }

    /** The values of the template {@code partner_trouble}; an empty text stands for no. */
    Map<String, String> values() {
        Map<String, String> values = new HashMap<>();
        values.put("partner_id", partnerId);
        values.put("name", MailText.of(name));
        values.put("endpoint", Mail.line(endpoint()));
        values.put("paused", status == PartnerStatus.AUTO_PAUSED ? "yes" : "");
        values.put("failing_since", failingSince == null ? "" : TIME.format(failingSince));
        values.put("last_call", lastCall == null ? "" : TIME.format(lastCall));
        values.put("last_status", lastStatus == null ? "" : lastStatus.toString());
        values.put("last_error", Mail.line(lastError));
        values.put("waiting", Long.toString(waiting));
        values.put("dead", Long.toString(dead));
        values.put("any_dead", dead > 0 ? "yes" : "");
        return values;
    }

    /** Without its query: some receivers carry a token there. */
    private String endpoint() {
        URI url = URI.create(webhookUrl);
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }
}
