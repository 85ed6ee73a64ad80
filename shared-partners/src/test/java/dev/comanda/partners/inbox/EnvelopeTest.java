package dev.comanda.partners.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String WHOLE = """
            {"data":{"thing":"A","revision":7},"event_id":"evt_1","event_type":"part.heard","source":"beta",\
            "timestamp":"2026-02-01T18:00:00.123Z","version":"1.0"}""";

    @Test
    void readsAWholeOne() {
        Envelope envelope = Envelope.of(bytes(WHOLE));
        assertThat(envelope.eventId()).isEqualTo("evt_1");
        assertThat(envelope.eventType()).isEqualTo("part.heard");
        assertThat(envelope.source()).isEqualTo("beta");
        assertThat(envelope.timestamp()).isEqualTo(Instant.parse("2026-02-01T18:00:00.123Z"));
        assertThat(envelope.revision()).isEqualTo(7);
        assertThat(envelope.data().path("thing").textValue()).isEqualTo("A");
    }

    @Test
    void firstGenerationSendersLeaveOutIdVersionAndRevision() {
        Envelope envelope = Envelope.of(bytes("""
                {"event_type": "part.heard", "timestamp": "2026-02-01T18:00:00.123456Z", "source": "beta", "data": {}}"""));
        assertThat(envelope.eventId()).isNull();
        assertThat(envelope.revision()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-01T19:00:00.123+01:00", "2026-02-01T18:00Z", "2026-02-01T18:00:00.123456789Z"})
    void readsEveryRfc3339Time(String time) {
        assertThat(Envelope.of(bytes(WHOLE.replace("2026-02-01T18:00:00.123Z", time)))
                        .timestamp())
                .isBetween(Instant.parse("2026-02-01T18:00:00Z"), Instant.parse("2026-02-01T18:00:01Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.0", "\"7\"", "null", "true", "9223372036854775808", "[7]"})
    void aRevisionThatIsNoWholeNumberIsNone(String revision) {
        assertThat(Envelope.of(bytes(WHOLE.replace(":7}", ":" + revision + "}")))
                        .revision())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "event_id":"evt_1"       | "event_id":"evt.1"           | event_id
                    "event_id":"evt_1"       | "event_id":""                | event_id
                    "event_id":"evt_1"       | "event_id":1                 | event_id
                    "event_id":"evt_1"       | "event_id":null              | event_id
                    "event_type":"part.heard"| "event_type":""              | event_type
                    "event_type":"part.heard"| "event_type":"a b"           | event_type
                    "event_type":"part.heard"| "event_type":["part.heard"]  | event_type
                    "event_type":"part.heard"| "event_typo":"part.heard"    | event_type
                    "source":"beta"          | "source":""                  | source
                    "source":"beta"          | "source":"be\\u0000ta"       | source
                    "source":"beta"          | "saucer":"beta"              | source
                    "version":"1.0"          | "version":"2.0"              | version
                    "version":"1.0"          | "version":1.0                | version
                    "timestamp":"2026-02-01T18:00:00.123Z" | "timestamp":"2026-02-01"          | timestamp
                    "timestamp":"2026-02-01T18:00:00.123Z" | "timestamp":"2026-02-30T18:00:00Z" | timestamp
                    "timestamp":"2026-02-01T18:00:00.123Z" | "timestamp":"2026-02-01T18:00:00" | timestamp
                    "timestamp":"2026-02-01T18:00:00.123Z" | "timestamp":1769968800            | timestamp
                    {"thing":"A","revision":7}| []                          | data
                    {"thing":"A","revision":7}| null                        | data
                    {"thing":"A","revision":7}| "text"                      | data
                    """)
    void namesTheFieldThatIsWrong(String right, String wrong, String field) {
        assertThat(WHOLE).contains(right);
        assertThatThrownBy(() -> Envelope.of(bytes(WHOLE.replace(right, wrong))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.field()).isEqualTo(field));
    }

    /** All of these were answered "This field is not valid." */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    "event_id":"evt_1"        | "event_id":"evt.1"   | text of 1 to 64 letters, digits, '_' or '-'
                    "event_type":"part.heard" | "event_type":"a b"   | text of 1 to 100 letters, digits, '_', '.' or '-'
                    "source":"beta"           | "source":""          | text of 1 to 100 characters without control characters
                    "version":"1.0"           | "version":1.0        | the text "1", or "1." with 1 to 3 digits, such as "1.0"
                    "timestamp":"2026-02-01T18:00:00.123Z" | "timestamp":7  | an RFC 3339 time, such as "2026-02-01T18:00:00Z"
                    "timestamp":"2026-02-01T18:00:00.123Z" | "timestamp":"" | an RFC 3339 time, such as "2026-02-01T18:00:00Z"
                    """)
    void saysWhatIsAllowed(String right, String wrong, String allowed) {
        assertThatThrownBy(() -> Envelope.of(bytes(WHOLE.replace(right, wrong))))
                .hasMessage("This field must be " + allowed + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"text\"", ""})
    void aBodyThatIsNoObjectIsRefused(String body) {
        assertThatThrownBy(() -> Envelope.of(bytes(body))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250.00", "0.1", "1000000000000000.01", "1E+2"})
    void amountsKeepTheDigitsTheyWereWrittenWith(String amount) {
        Envelope envelope = Envelope.of(bytes(WHOLE.replace("\"revision\":7", "\"price\":" + amount)));
        assertThat(envelope.data().path("price").decimalValue()).hasToString(amount);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
