package dev.comanda.web.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Reads a JSON object into a record, or refuses it with a 400 that names the field. Nothing is guessed, coerced or
 * ignored, so what a caller sent and what is stored cannot differ in meaning.
 *
 * <p>Property names are snake_case. A record component is optional unless it is a primitive or carries a constraint such
 * as {@code @NotNull}; constraints are checked here, so a resource method needs no {@code @Valid}.
 */
@ApplicationScoped
public class StrictJson {
    private static final ObjectMapper MAPPER = StrictMapper.create();

    private final Validator validator;

    public StrictJson(Validator validator) {
        this.validator = validator;
    }

    /**
     * The valid value in these bytes.
     *
     * @throws ProblemException {@code invalid-field} with the path of the field, such as {@code provider.phone} or
     *     {@code services_requested[2]}; {@code invalid-body} where no field can be named; {@code too-large} over 1 MiB
     */
    public <T> T read(byte[] body, Class<T> type) {
        if (body.length > BoundedBody.MAX_BYTES) {
            throw BoundedBody.tooLarge();
        }
        String text = decode(body);
        TextScan.check(MAPPER, text);
        T value = bind(text, type);
        validator.validate(value).stream()
                .min(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .ifPresent(StrictJson::refuse);
        return value;
    }

    /** Jackson's own decoder takes UTF-16, byte order marks and overlong forms; this one takes UTF-8 only. */
    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "The body is not UTF-8.");
        }
    }

    private static <T> T bind(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (InvalidDefinitionException fault) {
            throw new IllegalStateException("no request body can be read as " + type.getName(), fault);
        } catch (JsonMappingException mismatch) {
            throw Mismatch.refusal(MAPPER, mismatch);
        } catch (JsonProcessingException unreadable) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "The body is not one valid JSON object.");
        }
    }

    private static void refuse(ConstraintViolation<?> violation) {
        String field = FieldPath.of(violation.getPropertyPath());
        throw FieldPath.invalid(field, violation.getMessage() + ".");
    }
}
