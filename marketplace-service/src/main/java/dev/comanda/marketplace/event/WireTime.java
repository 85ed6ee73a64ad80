package dev.comanda.marketplace.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.time.LocalTime;
import java.util.regex.Pattern;

/** Reads {@code HH:MM}, and {@code HH:MM:SS} to the minute: nobody books a DJ to the second. */
final class WireTime extends JsonDeserializer<LocalTime> {
    private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?");
    private static final int HH_MM = 5;

    @Override
    public LocalTime deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (LocalTime) context.handleUnexpectedToken(LocalTime.class, parser);
        }
        String text = parser.getText();
        return FORM.matcher(text).matches()
                ? LocalTime.parse(text.substring(0, HH_MM))
                : (LocalTime) context.handleWeirdStringValue(LocalTime.class, text, "is no time such as 19:00");
    }
}
