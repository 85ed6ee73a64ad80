package dev.comanda.marketplace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Details STORED = new Details(
            "Cena Corporativa TechCorp",
            LocalDate.parse("2026-02-15"),
            LocalTime.parse("19:00"),
            50,
            "María García",
            "0991234567",
            List.of("dj"));

    @Test
    void whatAnUpdateDoesNotNameStaysAsItIs() {
        assertThat(new Changes(null, null, null, null, null, null, null).onto(STORED))
                .isEqualTo(STORED);
        assertThat(new Changes(null, null, LocalTime.parse("20:00"), 80, null, null, null).onto(STORED))
                .isEqualTo(new Details(
                        "Cena Corporativa TechCorp",
                        LocalDate.parse("2026-02-15"),
                        LocalTime.parse("20:00"),
                        80,
                        "María García",
                        "0991234567",
                        List.of("dj")));
    }

    @Test
    void everyFieldCanChange() {
        LocalDate date = LocalDate.parse("2026-03-01");
        LocalTime time = LocalTime.parse("12:30");
        assertThat(new Changes("Almuerzo", date, time, 60, "Ana", "0980000000", List.of("catering")).onto(STORED))
                .isEqualTo(new Details("Almuerzo", date, time, 60, "Ana", "0980000000", List.of("catering")));
    }
}
