package dev.comanda.marketplace.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** Reads {@code YYYY-MM-DD} and nothing else; a day that does not exist is refused, not moved to one that does. */
final class WireDate extends JsonDeserializer<LocalDate> {
    private static final Pattern FORM = Pattern.compile("(?!0000)\\d{4}-\\d{2}-\\d{2}");

    @Override
    public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (LocalDate) context.handleUnexpectedToken(LocalDate.class, parser);
        }
        String text = parser.getText();
        try {
            if (FORM.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // Falls through to the one refusal below.
        }
        return (LocalDate) context.handleWeirdStringValue(LocalDate.class, text, "is no date such as 2026-02-15");
    }
}
