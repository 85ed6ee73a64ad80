package dev.comanda.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTroubleTest {
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "25P03", "25P04", "40P01", "53300", "55P03", "57014", "57P01", "58030"})
    void isADatabaseThatIsAway(String state) {
        assertThat(DatabaseTrouble.isIn(new SQLException("", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42601", "22021"})
    void isNotAStatementThatIsWrong(String state) {
        assertThat(DatabaseTrouble.isIn(new SQLException("", state))).isFalse();
    }

    @Test
    void isAPoolWithoutAFreeConnection() {
        assertThat(DatabaseTrouble.isIn(new SQLException("Acquisition timeout while waiting for new connection")))
                .isTrue();
        assertThat(DatabaseTrouble.isIn(new SQLException("something else"))).isFalse();
    }

    @Test
    void isFoundWhereverATransactionBuriedIt() {
        SQLException away = new SQLException("", "08006");
        IllegalStateException suppressing = new IllegalStateException("could not commit");
        suppressing.addSuppressed(new RuntimeException(away));
        SQLException batch = new SQLException("", "42601");
        batch.setNextException(away);

        assertThat(DatabaseTrouble.isIn(suppressing)).isTrue();
        assertThat(DatabaseTrouble.isIn(new RuntimeException(batch))).isTrue();
        assertThat(DatabaseTrouble.isIn(new RuntimeException("no database in sight")))
                .isFalse();
    }

    @Test
    void endsOnACircle() {
        RuntimeException inner = new RuntimeException();
        RuntimeException outer = new RuntimeException(inner);
        inner.initCause(outer);

        assertThat(DatabaseTrouble.isIn(outer)).isFalse();
    }
}
