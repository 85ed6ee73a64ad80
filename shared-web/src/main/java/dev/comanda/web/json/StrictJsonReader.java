package dev.comanda.web.json;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Puts {@link StrictJson} in the place of the framework's reader for the record a resource method takes. */
@Provider
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
final class StrictJsonReader implements MessageBodyReader<Object> {
    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE;
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private final StrictJson json;

    StrictJsonReader(StrictJson json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        byte[] body = BoundedBody.read(stream);
        if (body.length == 0) {
            return absent(type);
        }
        // A method that does not say what it consumes gets whatever was sent.
        if (!headers.containsKey(HttpHeaders.CONTENT_TYPE) || !mediaType.isCompatible(JSON)) {
            throw ProblemException.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
        }
        return json.read(body, type);
    }

    private Object absent(Class<Object> type) {
        if (type.isAnnotationPresent(OptionalBody.class)) {
            return json.read(EMPTY_OBJECT, type);
        }
        throw ProblemException.of(ProblemType.INVALID_BODY, "The body is empty.");
    }
}
