package dev.comanda.partners.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a partner webhook as it arrives. First-generation senders leave out the id and the version.
 *
 * @param revision the one in its data, if it is a whole number
 */
record Envelope(
        @Nullable String eventId,
        String eventType,
        String source,
        Instant timestamp,
        @Nullable Long revision,
        JsonNode data) {

    private static final Form ID = new Form("[A-Za-z0-9_-]{1,64}", "text of 1 to 64 letters, digits, '_' or '-'");
    private static final Form TYPE =
            new Form("[A-Za-z0-9_.-]{1,100}", "text of 1 to 100 letters, digits, '_', '.' or '-'");
    private static final Form VERSION =
            new Form("1(\\.\\d{1,3})?", "the text \"1\", or \"1.\" with 1 to 3 digits, such as \"1.0\"");
    private static final Form SOURCE =
            new Form("\\P{Cntrl}{1,100}", "text of 1 to 100 characters without control characters");
    private static final Form TIME = new Form(".{1,40}", "an RFC 3339 time, such as \"2026-02-01T18:00:00Z\"");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // Or 250.00 becomes 2.5E+2, which is no plain decimal.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Reads a body that {@link dev.comanda.signing.CanonicalJson} has accepted: its encoding, depth, duplicates and size are
     * checked, and amounts keep the digits they were written with. Else a 400 naming the field.
     */
    static Envelope of(byte[] body) {
        JsonNode root = parse(body);
        if (!root.isObject()) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "The body must be an object.");
        }
        JsonNode data = root.path("data");
        if (!data.isObject()) {
            throw ProblemException.invalid("data", "This field must be an object.");
        }
        text(root, "version", VERSION, false);
        JsonNode revision = data.path("revision");
        return new Envelope(
                text(root, "event_id", ID, false),
                required(root, "event_type", TYPE),
                required(root, "source", SOURCE),
                timestamp(root),
                revision.isIntegralNumber() && revision.canConvertToLong() ? revision.longValue() : null,
                data);
    }

    /** Null where {@link #of} throws. */
    static @Nullable Envelope find(byte[] body) {
        try {
            return of(body);
        } catch (ProblemException invalid) {
            return null;
        }
    }

    static boolean isId(String text) {
        return ID.pattern().matcher(text).matches();
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "The body is no valid JSON.");
        }
    }

    private static Instant timestamp(JsonNode root) {
        try {
            return OffsetDateTime.parse(required(root, "timestamp", TIME)).toInstant();
        } catch (DateTimeException e) {
            throw TIME.refusal("timestamp");
        }
    }

    private static String required(JsonNode root, String field, Form form) {
        String text = text(root, field, form, true);
        if (text == null) {
            throw new IllegalStateException(field);
        }
        return text;
    }

    private static @Nullable String text(JsonNode root, String field, Form form, boolean required) {
        JsonNode value = root.get(field);
        if (value == null && !required) {
            return null;
        }
        if (value == null) {
            throw ProblemException.invalid(field, "This field is missing.");
        }
        if (!value.isTextual() || !form.pattern().matcher(value.textValue()).matches()) {
            throw form.refusal(field);
        }
        return value.textValue();
    }

    /** @param words what is allowed, as a sender reads it */
    private record Form(Pattern pattern, String words) {
        Form(String pattern, String words) {
            this(Pattern.compile(pattern), words);
        }

        ProblemException refusal(String field) {
            return ProblemException.invalid(field, "This field must be " + words + ".");
        }
    }
}
