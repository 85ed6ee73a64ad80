package dev.comanda.partners.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.comanda.partners.registry.UnderstoodTypes;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The event types this service understands and how their data is read: unknown fields are ignored, since a partner may be
 * ahead of us, but what we know must have its type.
 */
@ApplicationScoped
class EventHandlers implements UnderstoodTypes {
    private final Map<String, EventHandler<?>> byType = new HashMap<>();
    private final JsonMapper mapper = wireMapper();
    private final Validator validator;

    EventHandlers(Instance<EventHandler<?>> handlers, Validator validator) {
        this.validator = validator;
        handlers.forEach(handler -> {
            if (byType.put(handler.eventType(), handler) != null) {
                throw new IllegalStateException("two handlers of " + handler.eventType());
            }
        });
    }

    /** Null when this service does nothing with the type. */
    @Nullable EventHandler<?> of(String eventType) {
        return byType.get(eventType);
    }

    @Override
    public Set<String> understood() {
        return Set.copyOf(byType.keySet());
    }

    /** The data as the handler wants it, or a 400 naming the field under {@code data}. */
    <D> D read(EventHandler<D> handler, JsonNode data) {
        requireStorable("data", data);
        D read = parse(handler.dataType(), data);
        validator.validate(read).stream()
                .min(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .ifPresent(violation -> {
                    throw ProblemException.invalid(path(violation), "This field " + violation.getMessage() + ".");
                });
        return read;
    }

    /** A text that no database can hold would be accepted now and fail at every try to handle it. */
    private static void requireStorable(String path, JsonNode node) {
        String text = node.textValue();
        if (text != null && text.codePoints().anyMatch(EventHandlers::isUnstorable)) {
            throw ProblemException.invalid(path, "This field contains U+0000 or half of a surrogate pair.");
        }
        node.properties().forEach(field -> requireStorable(path + "." + field.getKey(), field.getValue()));
        if (node.isArray()) {
            node.forEach(item -> requireStorable(path + "[]", item));
        }
    }

    private static boolean isUnstorable(int c) {
        return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private <D> D parse(Class<D> type, JsonNode data) {
        try {
            ObjectReader reader = mapper.readerFor(type);
            D read = reader.readValue(data);
            if (read == null) {
                throw ProblemException.invalid("data", "The data must be an object.");
            }
            return read;
        } catch (JsonMappingException e) {
            String path = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            String rule = e instanceof WireId.NotAnId ? WireId.RULE : "must have another type";
            throw ProblemException.invalid("data" + path, "This field " + rule + ".");
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid("data", "The data cannot be read.");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String path(ConstraintViolation<?> violation) {
        return "data."
                + PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(
                        violation.getPropertyPath().toString());
    }

    private static JsonMapper wireMapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.DateTime,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .build();
    }
}
