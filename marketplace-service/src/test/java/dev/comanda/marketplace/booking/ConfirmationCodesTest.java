package dev.comanda.marketplace.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfirmationCodesTest {
    private final ConfirmationCodes codes = new ConfirmationCodes(new SecureRandom());

    @Test
    void hasEightCharactersNobodyMistakes() {
        assertThat(IntStream.range(0, 200).mapToObj(i -> codes.next()))
                .allSatisfy(code -> assertThat(code).matches("[A-HJKMNP-Z2-9]{8}"));
    }

    @Test
    void differsEachTime() {
        assertThat(IntStream.range(0, 200).mapToObj(i -> codes.next()).collect(Collectors.toSet()))
                .hasSize(200);
    }
}
