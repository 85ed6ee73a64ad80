package dev.comanda.partners.inbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.regex.Pattern;

/** Reads an id that partners write as a string or as an integer; both give the same text. */
public final class WireId extends JsonDeserializer<String> {
    static final String RULE = "must be an id: 1 to 100 letters, digits, '_', '.', ':' or '-'";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING && parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
        String text = parser.getText();
        if (!ID.matcher(text).matches()) {
            throw new NotAnId(parser);
        }
        return text;
    }

    /** A text that is no id. The message does not repeat it. */
    static final class NotAnId extends JsonMappingException {
        private static final long serialVersionUID = 1L;

        private NotAnId(JsonParser parser) {
            super(parser, RULE);
        }
    }
}
