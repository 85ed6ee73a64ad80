package dev.comanda.partners.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdoptedSecretTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaaaaaaaaaaa",
                "abcabcabdabcabcabcabcabd",
                "change-mechange-mechange-me",
                "123456712345671234567123",
                "abcdefghijklabcdefghijkl",
                "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "change-me-change-me-change-me!"
            })
    void aTextThatIsEasyToGuessIsNoSecret(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AdoptedSecret.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shared_secret_chuwue_findyourwork",
                "abcdefghijklmnopqrstuvwxyz",
                "9f86d081884c7d659a2feaa0",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void whatAGeneratorMakesAndWhatIsInUseIsOne(String text) {
        assertThat(AdoptedSecret.of(text).value()).isEqualTo(text);
    }
}
