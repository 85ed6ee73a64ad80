package dev.comanda.partners.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    @Test
    void keepsTheCallersTraceAndGivesEachStepItsOwnId() {
        TraceParent given = TraceParent.of(GIVEN);
        assertThat(given.text()).isEqualTo(GIVEN);
        assertThat(given.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(given.child().text())
                .matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00")
                .isNotEqualTo(GIVEN);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra"
            })
    void beginsANewTraceForWhatIsNone(String header) {
        assertThat(TraceParent.of(header).text())
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .isNotEqualTo(header);
        assertThat(TraceParent.of(header)).isNotEqualTo(TraceParent.of(header));
    }

    @Test
    void isCurrentFromEnteringToLeaving() {
        TraceParent given = TraceParent.of(GIVEN);
        given.enter();
        try {
            assertThat(TraceParent.current()).isEqualTo(given);
        } finally {
            TraceParent.leave();
        }
        assertThat(TraceParent.current()).isNotEqualTo(given);
    }
}
