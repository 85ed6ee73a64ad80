package dev.comanda.system.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHolesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final KnownHole HOLE =
            new KnownHole("io.netty:netty-codec-http2", "4.1.90.Final", "4.1.132.Final", "CVE-2026-33871", "high", "x");
    private static final Library BAD = new Library("io.netty:netty-codec-http2", "4.1.130.Final");

    /** Fails, and does not skip, where a bill of materials is missing. */
    @Test
    void noServiceContainsALibraryWithAKnownHole() throws IOException {
        List<Library> used = new ArrayList<>();
        for (String service : List.of("restaurant-service", "marketplace-service")) {
            List<Library> own = Library.of(ROOT.resolve(service + "/target/bom.json"));
            assertThat(own)
                    .as("libraries of %s", service)
                    .extracting(Library::name)
                    .contains("io.netty:netty-handler");
            used.addAll(own);
        }
        List<Library> distinct = used.stream().distinct().toList();

        assertThat(HoleCheck.read(ROOT.resolve("docs/supply-chain")).problems(distinct, LocalDate.now(ZoneOffset.UTC)))
                .isEmpty();
    }

    @Test
    void aBadBillOfMaterialsFailsWithLibraryVersionHoleAndFix() throws IOException {
        List<Library> used = Library.of(new ObjectMapper().readTree("""
                {"bomFormat":"CycloneDX","components":[
                 {"group":"io.netty","name":"netty-codec-http2","version":"4.1.130.Final"},
                 {"group":"io.netty","name":"netty-common","version":"4.1.130.Final"}]}"""));

        assertThat(new HoleCheck(List.of(HOLE), List.of()).problems(used, TODAY))
                .containsExactly(
                        "io.netty:netty-codec-http2 4.1.130.Final has CVE-2026-33871 (high), fixed in 4.1.132.Final");
        assertThat(HoleCheck.read(ROOT.resolve("docs/supply-chain")).problems(used, TODAY))
                .anyMatch(problem -> problem.contains("CVE-2026-33871"));
    }

    @ParameterizedTest
    @CsvSource({
        "4.1.89.Final, false",
        "4.1.90.Final, true",
        "4.1.131.Final, true",
        "4.1.132.RC1, true",
        "4.1.132.Final, false",
        "4.1.138.Final, false",
        "4.2.0.Final, false",
        "4.1.9.Final, false"
    })
    void aRangeIncludesItsStartAndExcludesTheFix(String version, boolean affected) {
        assertThat(HOLE.isIn(new Library(BAD.name(), version))).isEqualTo(affected);
        assertThat(HOLE.isIn(new Library("io.netty:netty-codec", version))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.9, 1.10",
        "2.21.2, 2.21.8",
        "42.7.4, 42.7.14",
        "1.0-rc1, 1.0",
        "1.0-beta2, 1.0-beta10",
        "2.9.10.7, 2.9.10.8"
    })
    void versionsAreOrderedByNumberNotByText(String older, String newer) {
        assertThat(new Version(older)).isLessThan(new Version(newer));
        assertThat(new Version(newer)).isGreaterThan(new Version(older));
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1.0.0", "4.1.138.Final, 4.1.138", "33.0.0-jre, 33.0.0"})
    void releasesWithAndWithoutASuffixAreTheSame(String one, String other) {
        assertThat(new Version(one)).isEqualByComparingTo(new Version(other));
    }

    @Test
    void anExceptionHoldsUntilItsLastDay() {
        HoleCheck check = new HoleCheck(List.of(HOLE), List.of(exception(HOLE.cve())));

        assertThat(check.problems(List.of(BAD), TODAY)).isEmpty();
        assertThat(check.problems(List.of(BAD), TODAY.plusDays(1)))
                .containsExactly(
                        "the exception for CVE-2026-33871 in io.netty:netty-codec-http2 expired on 2026-11-24");
    }

    @Test
    void anExceptionThatNobodyNeedsFails() {
        HoleCheck check = new HoleCheck(List.of(HOLE), List.of(exception(HOLE.cve()), exception("CVE-2026-00001")));

        assertThat(check.problems(List.of(BAD), TODAY))
                .containsExactly(
                        "the exception for CVE-2026-00001 in io.netty:netty-codec-http2 is not needed: remove it");
    }

    private static AcceptedHole exception(String cve) {
        return new AcceptedHole(BAD.name(), cve, TODAY, "HTTP/2 is switched off, nobody reaches it");
    }
}
