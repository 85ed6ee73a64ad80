package dev.comanda.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a field that was left out (null) from one that was given as null (empty): to a patch the one means "as it is"
 * and the other "nothing", and for a record's components the usual reading makes them the same.
 */
public final class Given extends JsonDeserializer<Optional<?>> implements ContextualDeserializer {
    private final @Nullable JsonDeserializer<Object> value;

    /** Jackson makes this one. Those that read have been told by {@link #createContextual} what to read. */
    public Given() {
        this(null);
    }

    private Given(@Nullable JsonDeserializer<Object> value) {
        this.value = value;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
            throws JsonMappingException {
        return new Given(
                context.findContextualValueDeserializer(property.getType().containedType(0), property));
    }

    @Override
    public Optional<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (value == null) {
            throw new IllegalStateException("Given reads components of a record only");
        }
        return Optional.of(value.deserialize(parser, context));
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
