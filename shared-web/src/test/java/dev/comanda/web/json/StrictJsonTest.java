package dev.comanda.web.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.comanda.web.Sample;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.HibernateValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
            .configure()
            .defaultLocale(Locale.ENGLISH)
            .buildValidatorFactory()
            .getValidator();

    private final StrictJson json = new StrictJson(VALIDATOR);

    @Test
    void readsEveryKindOfComponent() {
        Sample sample = read(Sample.json("""
                ,"vip":true,"price":250.00,"since":"2026-02-01T18:00:00.5-05:00","overlap":"PT24H","level":"GOLD",
                "note":"one\\ntwo","provider":{"name":"DJ Sounds Pro","phone":"0998765432"},
                "services_requested":["dj","decoración"],"providers":[{"name":"A"}]"""));

        assertThat(sample)
                .isEqualTo(new Sample(
                        "Cena",
                        LocalDate.of(2026, 2, 15),
                        LocalTime.of(19, 0),
                        50,
                        true,
                        new BigDecimal("250.00"),
                        Instant.parse("2026-02-01T23:00:00.500Z"),
                        Duration.ofHours(24),
                        Sample.Level.GOLD,
                        "one\ntwo",
                        new Sample.Provider("DJ Sounds Pro", "0998765432"),
                        List.of("dj", "decoración"),
                        List.of(new Sample.Provider("A", null))));
    }

    @Test
    void leavesOutWhatIsOptional() {
        Sample sample = read(Sample.json(",\"note\":null"));

        assertThat(sample.note()).isNull();
        assertThat(sample.provider()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE reservation; --",
                "<script>alert(1)</script>",
                "\uD83C\uDF89 ñandú",
                "{{7*7}} ${jndi:x}"
            })
    void keepsTextVerbatim(String text) {
        assertThat(read(Sample.json(",\"note\":\"" + text + "\"")).note()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "guests":"3"                         | guests
            "guests":3.7                         | guests
            "guests":3.0                         | guests
            "guests":1e2                         | guests
            "guests":true                        | guests
            "guests":null                        | guests
            "guests":""                          | guests
            "guests":[3]                         | guests
            "guests":0                           | guests
            "guests":-50                         | guests
            "guests":2147483648                  | guests
            "guests":99999999999999999999        | guests
            "guests":100000000000000000000000000000000000000000000000000 | guests
            "price":1e999999999                  | price
            "price":"250.00"                     | price
            "price":""                           | price
            "vip":1                              | vip
            "vip":"true"                         | vip
            "vip":""                             | vip
            "note":5                             | note
            "note":5.5                           | note
            "note":true                          | note
            "note":["x"]                         | note
            "note":{"x":1}                       | note
            "note":"a\\u0000b"                   | note
            "note":"\\ud800"                     | note
            "note":"\\udc00\\ud800"              | note
            "event_name":""                      | event_name
            "event_name":"   "                   | event_name
            "event_name":"a\\nb"                 | event_name
            "event_name":"a\\u2028b"             | event_name
            "event_name":null                    | event_name
            "date":"2026-02-30"                  | date
            "date":"2026-2-3"                    | date
            "date":"15/02/2026"                  | date
            "date":"+12026-02-03"                | date
            "date":"0000-02-03"                  | date
            "date":"2026-02-15T19:00:00Z"        | date
            "date":[2026,2,15]                   | date
            "date":20260215                      | date
            "date":""                            | date
            "date":null                          | date
            "time":"24:00"                       | time
            "time":"25:00"                       | time
            "time":"7pm"                         | time
            "time":"19"                          | time
            "time":[19,0]                        | time
            "time":68400                         | time
            "since":1767225600                   | since
            "since":"2026-02-01T18:00:00"        | since
            "since":"2026-02-01T18:00:00+99:00"  | since
            "overlap":24                         | overlap
            "overlap":"24h"                      | overlap
            "level":"gold"                       | level
            "level":0                            | level
            "level":""                           | level
            "provider":"DJ"                      | provider
            "provider":[]                        | provider
            "provider":""                        | provider
            "provider":{}                        | provider.name
            "provider":{"name":"A","phone":5}    | provider.phone
            "provider":{"name":"A","phone":""}   | provider.phone
            "provider":{"name":"A","fax":"1"}    | provider.fax
            "provider":{"name":"A","name":"B"}   | provider.name
            "services_requested":"dj"            | services_requested
            "services_requested":{}              | services_requested
            "services_requested":["a","b",3]     | services_requested[2]
            "services_requested":["a",null]      | services_requested[1]
            "services_requested":["a","b",""]    | services_requested[2]
            "services_requested":["a","\\u0000"] | services_requested[1]
            "services_requested":["1","2","3","4","5","6"] | services_requested
            "providers":[{"name":"A"},{}]        | providers[1].name
            "providers":[{"name":"A"},null]      | providers[1]
            "providers":[{"name":7}]             | providers[0].name
            "admin":true                         | admin
            "eventName":"x"                      | eventName
            """)
    void namesTheFieldThatIsWrong(String field, String name) {
        String replaced = field.substring(1, field.indexOf('"', 1));
        String base = Sample.json("").replaceFirst("\"" + replaced + "\":(\"[^\"]*\"|[0-9]+),?", "");
        String body = base.substring(0, base.length() - 1).replaceFirst(",$", "") + "," + field + "}";

        ProblemException refusal = refusal(body.getBytes(UTF_8));

        assertThat(refusal.field()).isEqualTo(name);
        assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_FIELD);
        assertThat(refusal).hasMessageStartingWith(name + " ").hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_name", "date", "time", "guests"})
    void namesTheFieldThatIsMissing(String name) {
        String body = Sample.json("")
                .replaceFirst("\"" + name + "\":(\"[^\"]*\"|[0-9]+),?", "")
                .replace(",}", "}");

        assertThat(refusal(body.getBytes(UTF_8)).field()).isEqualTo(name);
    }

    @Test
    void namesTheFieldThatOccursTwice() {
        ProblemException refusal = refusal(Sample.json(",\"guests\":50").getBytes(UTF_8));

        assertThat(refusal.field()).isEqualTo("guests");
        assertThat(refusal).hasMessage("guests occurs twice.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "5",
                "\"text\"",
                "{",
                "{\"guests\":",
                "{\"guests\":01}",
                "{\"guests\":NaN}",
                "{'guests':1}",
                "{\"guests\":1,}",
                "{\"guests\":1}{}",
                "{\"guests\":1} x",
                "{\"guests\":1} []",
                "{/* */\"guests\":1}",
                "\uFEFF{}",
                "{\"note\":\"a\nb\"}",
                "{\"a\\u0000b\":1}"
            })
    void refusesWhatIsNotOneJsonObject(String body) {
        ProblemException refusal = refusal(body.getBytes(UTF_8));

        assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_BODY);
        assertThat(refusal.field()).isNull();
    }

    @Test
    void refusesOtherEncodings() {
        assertThat(refusalOf("{\"note\":\"ñ\"}", ISO_8859_1)).hasMessage("The body is not UTF-8.");
        assertThat(refusalOf(Sample.json(""), UTF_16)).hasMessage("The body is not UTF-8.");
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}))
                .hasMessage("The body is not UTF-8.");
    }

    @Test
    void boundsNestingAndNamesAndSize() {
        assertThat(refusal(nested(65)).type()).isEqualTo(ProblemType.INVALID_BODY);
        assertThat(refusal(nested(64)).field()).isEqualTo("deep");
        assertThat(refusal(("{\"" + "x".repeat(300) + "\":1}").getBytes(UTF_8)).type())
                .isEqualTo(ProblemType.INVALID_BODY);
        assertThat(refusal(padded(BoundedBody.MAX_BYTES + 1)).type()).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(refusal(padded(BoundedBody.MAX_BYTES)).field()).isEqualTo("note");
    }

    @Test
    void refusesADigitBombAtOnce() {
        byte[] bomb = Sample.json(",\"price\":" + "9".repeat(1_000_000)).getBytes(UTF_8);

        assertThat(refusal(bomb).type()).isIn(ProblemType.INVALID_BODY, ProblemType.INVALID_FIELD);
    }

    @Test
    void repeatsNothingOfThePayload() {
        assertThat(refusal(Sample.json(",\"<b>owned</b>\":1").getBytes(UTF_8)).getMessage())
                .isEqualTo("A field of the body is not a field of this request.");
        assertThat(refusal(Sample.json(",\"vip\":\"hunter2\"").getBytes(UTF_8)).getMessage())
                .isEqualTo("vip must be true or false.");
    }

    @Test
    void saysWhichWordsAreKnown() {
        assertThat(refusal(Sample.json(",\"level\":\"x\"").getBytes(UTF_8)))
                .hasMessage("level must be one of GOLD, SILVER.");
    }

    private Sample read(String body) {
        return json.read(body.getBytes(UTF_8), Sample.class);
    }

    private ProblemException refusalOf(String body, Charset charset) {
        return refusal(body.getBytes(charset));
    }

    private ProblemException refusal(byte[] body) {
        return catchThrowableOfType(ProblemException.class, () -> json.read(body, Sample.class));
    }

    private static byte[] nested(int depth) {
        String deep = "[".repeat(depth - 1) + "]".repeat(depth - 1);
        return Sample.json(",\"deep\":" + deep).getBytes(UTF_8);
    }

    private static byte[] padded(int bytes) {
        String frame = Sample.json(",\"note\":\"\"");
        return frame.replace("\"note\":\"\"", "\"note\":\"" + "x".repeat(bytes - frame.length()) + "\"")
                .getBytes(UTF_8);
    }
}
