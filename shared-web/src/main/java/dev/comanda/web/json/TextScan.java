package dev.comanda.web.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What must hold for a text before anything is made of it: one JSON object, no field twice, no text that a database or a
 * partner cannot hold, no number that is expensive to compute with. Fields nobody asked for are looked at as well.
 */
final class TextScan {
    private static final Pattern CHEAP_NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");

    private TextScan() {}

    /** Returns quietly or throws the {@link ProblemException}. */
    static void check(ObjectMapper mapper, String text) {
        try (JsonParser parser = mapper.createParser(text)) {
            scan(parser);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    private static void scan(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noObject();
            }
            do {
                checkToken(parser, parser.nextToken());
            } while (!parser.getParsingContext().inRoot());
            if (parser.nextToken() != null) {
                throw noObject();
            }
        } catch (StreamConstraintsException tooMuch) {
            throw ProblemException.of(
                    ProblemType.INVALID_BODY, "The body is nested too deeply or has too long a name or number.");
        } catch (JsonProcessingException malformed) {
            throw isDuplicate(malformed)
                    ? FieldPath.invalid(FieldPath.of(parser.getParsingContext()), "occurs twice.")
                    : noObject();
        }
    }

    private static void checkToken(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.FIELD_NAME && !isText(parser.currentName())) {
            throw ProblemException.of(ProblemType.INVALID_BODY, "A field's name is no valid text.");
        }
        if (token == JsonToken.VALUE_STRING && !isText(parser.getText())) {
            throw FieldPath.invalid(
                    FieldPath.of(parser.getParsingContext()), "contains U+0000 or half of a surrogate pair.");
        }
        if (token.isNumeric() && !CHEAP_NUMBER.matcher(parser.getText()).matches()) {
            throw FieldPath.invalid(FieldPath.of(parser.getParsingContext()), "is a number of too many digits.");
        }
    }

    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static boolean isDuplicate(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().startsWith("Duplicate field");
    }

    private static ProblemException noObject() {
        return ProblemException.of(ProblemType.INVALID_BODY, "The body is not one valid JSON object.");
    }
}
