package dev.comanda.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One text for one JSON value, whatever spacing, key order and escapes it arrived in, so that two parties who parse and
 * print differently can sign the same bytes.
 *
 * <p>The form is, byte for byte, what CPython 3 prints for {@code json.dumps(value, separators=(',', ':'),
 * sort_keys=True)}, because that is what partners of the first generation sign (Python documentation, "json"):
 *
 * <ul>
 *   <li>no spaces; keys sorted by Unicode code point, which differs from {@link String#compareTo} above U+FFFF
 *   <li>only U+0020 to U+007E as they are; {@code \" \\ \n \r \t \b \f}; everything else {@code \}{@code uXXXX} in
 *       lower-case hex, two of them above U+FFFF; an escaped lone surrogate stays one
 *   <li>integers keep all their digits; {@code -0} becomes {@code 0}
 *   <li>a number with {@code .}, {@code e} or {@code E} is a double, printed as Python's {@code repr}: {@code 250.00}
 *       becomes {@code 250.0}, {@code 1e16} becomes {@code 1e+16}; what is too small for a double becomes zero
 * </ul>
 *
 * <p>Python reads more than JSON (RFC 8259) and forgets what it skipped. Here everything on which two readers could
 * disagree is refused instead: see {@link #of}. The canonical form of a canonical form is itself.
 */
public final class CanonicalJson {
    /** The longest document, in bytes as it arrives. Its canonical form can be up to six times as long. */
    public static final int MAX_BYTES = 1 << 20;

    /** How many arrays and objects may lie in each other; also the bound of the recursion here. */
    public static final int MAX_DEPTH = 64;

    /** The longest number, in characters of its token, sign and exponent included. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    // Field names are neither interned nor kept in a table: both outlive the request, and a sender chooses the names.
    // Apart from the depth the limits of the parser are lifted, so that only the ones above decide.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_BYTES)
                    .maxNameLength(MAX_BYTES)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();

    private CanonicalJson() {}

    /**
     * The canonical form of a JSON document. Takes time linear in its length, and for the longest at most tens of
     * milliseconds.
     *
     * @param json one JSON value in UTF-8
     * @return its canonical form, in ASCII
     * @throws NotCanonicalizable if it is longer than {@link #MAX_BYTES}; is not strict UTF-8 (a byte order mark counts
     *     as text before the value); is not exactly one JSON value by RFC 8259, which knows no NaN and no Infinity;
     *     holds the same key twice in one object, compared after unescaping; nests deeper than {@link #MAX_DEPTH}; or
     *     holds a number that is longer than {@link #MAX_NUMBER_LENGTH} or beyond the range of a double. The largest
     *     integers are therefore 1,000 digits long.
     */
    public static byte[] of(byte[] json) throws NotCanonicalizable {
        if (json.length > MAX_BYTES) {
            throw new NotCanonicalizable("longer than 1 MiB");
        }
        StringBuilder out = new StringBuilder(json.length);
        read(json).write(out);
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }

    // From characters: the parser's own reading of bytes guesses among encodings and passes overlong forms.
    private static JsonValue read(byte[] json) throws NotCanonicalizable {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            try (JsonParser parser = JSON.createParser(text.array(), text.arrayOffset(), text.length())) {
                JsonValue value = value(parser, parser.nextToken());
                if (parser.nextToken() != null) {
                    throw new NotCanonicalizable("text after the value");
                }
                return value;
            }
        } catch (CharacterCodingException _) {
            throw new NotCanonicalizable("not UTF-8");
        } catch (IOException _) {
            throw new NotCanonicalizable("not JSON, or nested too deeply");
        }
    }

    private static JsonValue value(JsonParser parser, JsonToken token) throws IOException, NotCanonicalizable {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonValue.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token);
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new JsonValue.Literal(token.asString());
            case null, default -> throw new NotCanonicalizable("no value");
        };
    }

    private static JsonValue object(JsonParser parser) throws IOException, NotCanonicalizable {
        SortedMap<String, JsonValue> members = new TreeMap<>(CodePointOrder::compare);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (members.putIfAbsent(name, value(parser, parser.nextToken())) != null) {
                throw new NotCanonicalizable("a key twice in one object");
            }
        }
        return new JsonValue.Members(members);
    }

    private static JsonValue array(JsonParser parser) throws IOException, NotCanonicalizable {
        List<JsonValue> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new JsonValue.Items(items);
    }

    private static JsonValue number(JsonParser parser, JsonToken token) throws IOException, NotCanonicalizable {
        if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
            throw new NotCanonicalizable("a number of more than 1,000 characters");
        }
        String digits = parser.getText();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return new JsonValue.Literal(digits.equals("-0") ? "0" : digits);
        }
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw new NotCanonicalizable("a number beyond the range of a double");
        }
        return new JsonValue.Literal(PythonFloat.repr(value));
    }
}
