package dev.comanda.web.problem;

/**
 * The stable names of everything that can go wrong, with their HTTP status. The wire form of a name is
 * {@code urn:comanda:problem:<slug>} (RFC 9457, section 3.1.1); a slug is never renamed once released.
 */
public enum ProblemType {
    INVALID_BODY("invalid-body", 400, "The body is not valid"),
    INVALID_FIELD("invalid-field", 400, "A field is not valid"),
    BAD_REQUEST("bad-request", 400, "The request is not valid"),
    UNAUTHORIZED("unauthorized", 401, "Not authorized"),
    DECLINED("payment-declined", 402, "The payment was declined"),
    FORBIDDEN("forbidden", 403, "Not allowed"),
    NOT_FOUND("not-found", 404, "Not found"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not acceptable"),
    CONFLICT("conflict", 409, "Conflict with the current state"),
    TOO_LARGE("too-large", 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
    MISDIRECTED("misdirected", 421, "Not meant for this server"),
    KEY_REUSED("idempotency-key-reused", 422, "The idempotency key was used for something else"),
    TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
    INTERNAL("internal", 500, "Internal error"),
    UNAVAILABLE("unavailable", 503, "Temporarily unavailable");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    public String uri() {
        return "urn:comanda:problem:" + slug;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
