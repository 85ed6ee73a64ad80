package dev.comanda.partners.inbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Reads an amount written as a JSON number or a decimal string, without ever passing through a double. */
public final class WireDecimal extends JsonDeserializer<BigDecimal> {
    private static final Pattern PLAIN = Pattern.compile("-?\\d{1,15}(\\.\\d{1,6})?");

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> {
                String text = parser.getText();
                yield PLAIN.matcher(text).matches()
                        ? new BigDecimal(text)
                        : (BigDecimal) context.handleWeirdStringValue(BigDecimal.class, text, "is no plain decimal");
            }
            case null, default -> (BigDecimal) context.handleUnexpectedToken(BigDecimal.class, parser);
        };
    }
}
