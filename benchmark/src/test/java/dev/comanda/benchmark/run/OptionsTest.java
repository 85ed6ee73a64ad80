package dev.comanda.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void measuresEverythingUnlessToldOtherwise() {
        Options options = Options.of();

        assertThat(options.paths()).containsExactlyElementsOf(Options.ALL);
        assertThat(options.service()).isEqualTo(Options.DEFAULT_SERVICE);
        assertThat(options.json()).isNull();
    }

    @Test
    void readsEachOption() {
        Options options = Options.of(
                "--quick",
                "--only",
                "c,a",
                "--history",
                "1000",
                "--random-ids",
                "--partners",
                "20",
                "--json",
                "out.json",
                "--service",
                "other.jar");

        assertThat(options)
                .isEqualTo(new Options(
                        true,
                        java.util.Set.of("a", "c"),
                        Path.of("other.jar"),
                        "",
                        1_000,
                        true,
                        20,
                        Path.of("out.json"),
                        null));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.of("--slow")).hasMessage("there is no option --slow");
        assertThatThrownBy(() -> Options.of("--only", "a,z")).hasMessageContaining("a,b,c");
        assertThatThrownBy(() -> Options.of("--history")).hasMessage("--history needs a value");
        assertThatThrownBy(() -> Options.of("--history", "many")).hasMessage("--history needs a whole number");
    }
}
