package dev.comanda.web.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a problem+json answer. Thrown where input is refused; everything it carries is shown to the
 * caller, so it never holds a secret, a stack trace or text from another tenant.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final @Nullable String field;
    private final @Nullable Duration retryAfter;
    private final transient Map<String, String> members;

    private ProblemException(ProblemType type, String detail, @Nullable String field, @Nullable Duration retryAfter) {
        this(type, detail, field, retryAfter, Map.of());
    }

    private ProblemException(
            ProblemType type,
            String detail,
            @Nullable String field,
            @Nullable Duration retryAfter,
            Map<String, String> members) {
        super(detail, null, false, false);
        this.members = members;
        this.type = type;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /** A problem of this type with a sentence for the caller. */
    public static ProblemException of(ProblemType type, String detail) {
        return new ProblemException(type, detail, null, null);
    }

    /** 400: {@code field} (a JSON path such as {@code data.guests}) is not valid, for the reason in {@code detail}. */
    public static ProblemException invalid(String field, String detail) {
        return new ProblemException(ProblemType.INVALID_FIELD, detail, field, null);
    }

    /** 404 without saying whether the thing exists for somebody else. */
    public static ProblemException notFound(String what) {
        return of(ProblemType.NOT_FOUND, "There is no such " + what + ".");
    }

    /** 409 with a sentence for the caller. */
    public static ProblemException conflict(String detail) {
        return of(ProblemType.CONFLICT, detail);
    }

    /** 409 because of something that is still under way, with Retry-After in whole seconds (at least 1). */
    public static ProblemException conflict(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.CONFLICT, detail, null, retryAfter);
    }

    /** A problem of this type with further members (snake_case names) beside the standard ones. */
    public static ProblemException of(ProblemType type, String detail, Map<String, String> members) {
        return new ProblemException(type, detail, null, null, Map.copyOf(members));
    }

    /** 503 with Retry-After in whole seconds (at least 1). */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, null, retryAfter);
    }

    /** 429 with Retry-After in whole seconds (at least 1). */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, detail, null, retryAfter);
    }

    public ProblemType type() {
        return type;
    }

    public @Nullable String field() {
        return field;
    }

    Map<String, String> members() {
        return members;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** What the answer carries besides its body. A 401 must name a scheme (RFC 9110, section 15.5.2), also for webhooks. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (type == ProblemType.UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (retryAfter != null) {
            long roundedUp = retryAfter.plusNanos(999_999_999).toSeconds();
            headers.put("Retry-After", String.valueOf(Math.max(1, roundedUp)));
        }
        return headers;
    }
}
