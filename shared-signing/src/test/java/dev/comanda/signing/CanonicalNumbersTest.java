package dev.comanda.signing;

import static dev.comanda.signing.CanonicalForm.canonical;
import static dev.comanda.signing.CanonicalForm.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected text here is what CPython 3.11 prints. */
class CanonicalNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-1, -1",
        "9007199254740993, 9007199254740993",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "0.0, 0.0",
        "-0.0, -0.0",
        "-0e5, -0.0",
        "0e400, 0.0",
        "250.00, 250.0",
        "1e5, 100000.0",
        "1E+5, 100000.0",
        "9007199254740993.0, 9007199254740992.0",
        "0.30000000000000004, 0.30000000000000004",
        "0.1, 0.1",
        "1e7, 10000000.0",
        "12345678.9, 12345678.9",
        "123456789012345.6, 123456789012345.6",
        "1e15, 1000000000000000.0",
        "9999999999999998.0, 9999999999999998.0",
        "1e16, 1e+16",
        "-1e16, -1e+16",
        "123456789012345680.0, 1.2345678901234568e+17",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "2e23, 2e+23",
        "1.5e300, 1.5e+300",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "-1.7976931348623157e308, -1.7976931348623157e+308",
        "0.001, 0.001",
        "9.999e-4, 0.0009999",
        "1e-4, 0.0001",
        "1.5e-4, 0.00015",
        "9.999999999999999e-05, 9.999999999999999e-05",
        "1e-5, 1e-05",
        "-1.25e-5, -1.25e-05",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2.225073858507201e-308, 2.225073858507201e-308",
        "4.9e-324, 5e-324",
        "5e-324, 5e-324",
        "-5e-324, -5e-324",
        "9.9e-324, 1e-323",
        "1.5e-323, 1.5e-323",
        "2e-323, 2e-323",
        "5.9e-323, 6e-323",
        "9.9e-323, 1e-322",
        "1e-400, 0.0",
        "-1e-400, -0.0",
        "1e-99999999999999999999, 0.0",
    })
    void numbersArePrintedAsPythonDoes(String number, String expected) throws NotCanonicalizable {
        assertThat(canonical(number)).isEqualTo(expected);
        assertThat(canonical("[" + number + "," + number + "]")).isEqualTo("[" + expected + "," + expected + "]");
    }

    @Test
    void theLargestDoubleIsTheLastAccepted() throws NotCanonicalizable {
        assertThat(canonical("1.797693134862315807e308")).isEqualTo("1.7976931348623157e+308");
        refused("1.797693134862315808e308", "a number beyond the range of a double");
        refused("[1e309]", "a number beyond the range of a double");
        refused("-1E400", "a number beyond the range of a double");
    }

    @Test
    void aNumberMayHaveAThousandCharacters() throws NotCanonicalizable {
        String integer = "1".repeat(1_000);
        String fraction = "0." + "3".repeat(998);

        assertThat(canonical(integer)).isEqualTo(integer);
        assertThat(canonical(fraction)).isEqualTo("0.3333333333333333");
        assertThat(canonical("-" + integer.substring(1))).isEqualTo("-" + integer.substring(1));
        refused(integer + "1", "a number of more than 1,000 characters");
        refused("-" + integer, "a number of more than 1,000 characters");
        refused(fraction + "3", "a number of more than 1,000 characters");
        refused("1e" + "0".repeat(999), "a number of more than 1,000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "-01",
                "00",
                "+1",
                ".5",
                "-.5",
                "1.",
                "1.e5",
                "1e",
                "1e+",
                "-",
                "--1",
                "0x10",
                "1_000",
                "١",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "inf",
                "1f",
                "1.0d"
            })
    void numbersThatAreNotJsonAreRefused(String number) {
        refused(number);
        refused("[" + number + "]");
        refused("{\"a\":" + number + "}");
    }
}
