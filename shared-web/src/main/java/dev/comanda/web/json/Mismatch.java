package dev.comanda.web.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.comanda.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in the caller's words why a value did not fit; Jackson's own messages name classes and repeat the payload. */
final class Mismatch {
    private Mismatch() {}

    static ProblemException refusal(ObjectMapper mapper, JsonMappingException mismatch) {
        if (mismatch.getCause() instanceof ProblemException refusal) {
            return refusal;
        }
        return FieldPath.invalid(FieldPath.of(mismatch.getPath()), reason(mapper, mismatch));
    }

    private static String reason(ObjectMapper mapper, JsonMappingException mismatch) {
        return switch (mismatch) {
            case UnrecognizedPropertyException unknown -> "is not a field of this request.";
            case InvalidNullException empty -> "must not be null.";
            case MismatchedInputException wrong -> "must be " + expected(mapper, wrong.getTargetType()) + ".";
            default -> "is not valid or out of range.";
        };
    }

    private static String expected(ObjectMapper mapper, @Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        } else if (type == String.class) {
            return "text";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        } else if (type == BigDecimal.class) {
            return "a number";
        } else if (type == LocalDate.class) {
            return "an existing date such as 2026-02-15";
        } else if (type == LocalTime.class) {
            return "a time of day such as 19:00";
        } else if (type == Instant.class) {
            return "a time with its offset such as 2026-02-01T18:00:00Z";
        } else if (type == Duration.class) {
            return "a duration such as PT24H";
        } else if (type.isEnum()) {
            return "one of " + names(mapper, type);
        } else if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() ? "an object" : "of another form";
    }

    private static String names(ObjectMapper mapper, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> mapper.convertValue(constant, String.class))
                .collect(Collectors.joining(", "));
    }
}
