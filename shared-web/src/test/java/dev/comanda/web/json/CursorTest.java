package dev.comanda.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.comanda.web.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4711, Long.MAX_VALUE, -1})
    void comesBackAsItWasHandedOut(long id) {
        Cursor cursor = new Cursor(id);

        assertThat(Cursor.fromString(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]{12}");
    }

    /** Cursors live in partners' databases: this text may never change its meaning. */
    @Test
    void keepsItsForm() {
        assertThat(new Cursor(4711)).hasToString("AQAAAAAAABJn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "AgAAAAAAABJn", "AQAAAAAAABJnAA", "AQAAAAAAABJn=", "AQ AAAAAAABJn", "ñ", "%00"})
    void refusesWhatWasNotHandedOut(String text) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> Cursor.fromString(text))
                        .field())
                .isEqualTo("cursor");
    }
}
