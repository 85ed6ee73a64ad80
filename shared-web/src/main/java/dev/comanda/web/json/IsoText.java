package dev.comanda.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Dates and times as ISO 8601 text and nothing else: the usual module also takes arrays, day numbers and seconds. Years
 * have four digits, so that everything read can be stored and written again.
 */
final class IsoText<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private static final String DATE = "(?!0000)\\d{4}-\\d\\d-\\d\\d";
    private static final String TIME = "\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?";

    private final transient Pattern form;
    private final transient Function<String, T> parse;

    private IsoText(Class<T> type, String form, Function<String, T> parse) {
        super(type);
        this.form = Pattern.compile(form);
        this.parse = parse;
    }

    static SimpleModule module() {
        return new SimpleModule("iso-text")
                .addDeserializer(LocalDate.class, new IsoText<>(LocalDate.class, DATE, LocalDate::parse))
                .addDeserializer(LocalTime.class, new IsoText<>(LocalTime.class, TIME, LocalTime::parse))
                .addDeserializer(
                        Instant.class,
                        new IsoText<>(
                                Instant.class,
                                DATE + "T" + TIME + "(Z|[+-]\\d\\d:\\d\\d)",
                                text -> OffsetDateTime.parse(text).toInstant()))
                .addDeserializer(Duration.class, new IsoText<>(Duration.class, "P[0-9DTHMS.]{1,30}", Duration::parse));
    }

    @Override
    @SuppressWarnings("unchecked") // what the context hands back in place of a wrong value is a T or an exception
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (T) context.handleUnexpectedToken(handledType(), parser);
        }
        String text = parser.getText();
        if (form.matcher(text).matches()) {
            try {
                return parse.apply(text);
            } catch (DateTimeException notOnTheCalendar) {
                // Falls through: February 30th has the right form too.
            }
        }
        return (T) context.handleWeirdStringValue(handledType(), text, "does not fit");
    }
}
