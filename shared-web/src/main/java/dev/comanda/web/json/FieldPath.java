package dev.comanda.web.json;

import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Names a field the way the caller wrote it, such as {@code provider.phone} or {@code services_requested[2]}. */
final class FieldPath {
    private static final Pattern NAMEABLE = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,200}");
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private FieldPath() {}

    /** Refuses a field; a name that is odd itself is not repeated to the caller. */
    static ProblemException invalid(String field, String reason) {
        return NAMEABLE.matcher(field).matches()
                ? ProblemException.invalid(field, field + " " + reason)
                : ProblemException.of(ProblemType.INVALID_BODY, "A field of the body " + reason);
    }

    static String of(JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        append(path, context);
        return path.toString();
    }

    static String of(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() != null) {
                appendName(path, reference.getFieldName());
            } else {
                appendIndex(path, reference.getIndex());
            }
        }
        return path.toString();
    }

    /** A component renamed by an annotation is named by its component here. */
    static String of(Path properties) {
        StringBuilder path = new StringBuilder();
        for (Path.Node node : properties) {
            if (node.getIndex() != null) {
                appendIndex(path, node.getIndex());
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                appendName(path, SNAKE_CASE.translate(node.getName()));
            }
        }
        return path.toString();
    }

    private static void append(StringBuilder path, JsonStreamContext context) {
        if (context.getParent() != null) {
            append(path, context.getParent());
        }
        if (context.hasCurrentName()) {
            appendName(path, context.getCurrentName());
        } else if (context.inArray()) {
            appendIndex(path, context.getCurrentIndex());
        }
    }

    private static void appendName(StringBuilder path, String name) {
        path.append(path.isEmpty() ? "" : ".").append(name);
    }

    private static void appendIndex(StringBuilder path, int index) {
        path.append('[').append(index).append(']');
    }
}
