package dev.comanda.web.problem;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One error as the caller sees it (RFC 9457). JAX-RS and the router beneath it answer the same text, so a caller never
 * has to know which layer refused.
 *
 * @param type a {@link ProblemType#uri()}, or {@code about:blank} where the status says it all
 * @param detail a sentence for the caller; none for our own faults
 * @param field the JSON path or parameter that is wrong
 * @param instance names one occurrence, so that a person can find it in the log
 * @param members further members of this type (RFC 9457, section 3.2), such as the id of what is in the way
 */
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String field,
        @Nullable String instance,
        Map<String, String> members) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem of this type with a sentence for the caller. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type.uri(), type.title(), type.status(), detail, null, null, Map.of());
    }

    static Problem of(ProblemException refusal) {
        ProblemType type = refusal.type();
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                refusal.getMessage(),
                refusal.field(),
                null,
                refusal.members());
    }

    /** What there is to say when all that is known is the status. */
    static Problem of(int status) {
        return general(status)
                .map(type -> new Problem(type.uri(), type.title(), status, sentence(type), null, null, Map.of()))
                .orElseGet(() -> {
                    String phrase = HttpResponseStatus.valueOf(status).reasonPhrase();
                    return new Problem("about:blank", phrase, status, null, null, null, Map.of());
                });
    }

    static Problem internal(String errorId) {
        ProblemType type = ProblemType.INTERNAL;
        return new Problem(type.uri(), type.title(), type.status(), null, null, "urn:uuid:" + errorId, Map.of());
    }

    /** Answers with this, outside JAX-RS. */
    void send(HttpServerResponse response) {
        response.setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE).end(json());
    }

    String json() {
        JsonObject json = new JsonObject().put("type", type).put("title", title).put("status", status);
        putIfKnown(json, "detail", detail);
        putIfKnown(json, "field", field);
        putIfKnown(json, "instance", instance);
        members.forEach(json::put);
        return json.encode();
    }

    private static void putIfKnown(JsonObject json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static Optional<ProblemType> general(int status) {
        return status == 400
                ? Optional.of(ProblemType.BAD_REQUEST)
                : Arrays.stream(ProblemType.values())
                        .filter(type -> type.status() == status)
                        .findFirst();
    }

    private static @Nullable String sentence(ProblemType type) {
        return switch (type) {
            case NOT_FOUND -> "There is nothing at this path.";
            case METHOD_NOT_ALLOWED -> "This path does not take this method; the Allow header lists those it takes.";
            case NOT_ACCEPTABLE -> "This path answers none of the media types in Accept.";
            case UNSUPPORTED_MEDIA_TYPE -> "Send the body as application/json.";
            case TOO_LARGE -> "The body is larger than this server accepts.";
            case BAD_REQUEST -> "The address or a header cannot be read.";
            case INVALID_BODY,
                    INVALID_FIELD,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    DECLINED,
                    CONFLICT,
                    KEY_REUSED,
                    MISDIRECTED,
                    TOO_MANY_REQUESTS,
                    INTERNAL,
                    UNAVAILABLE -> null;
        };
    }
}
