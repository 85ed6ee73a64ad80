package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void theSecretOfTheFirstGenerationIsValidAndIsItsOwnKey() {
        Secret secret = new Secret("shared_secret_chuwue_findyourwork");

        assertThat(secret.hmacKey()).isEqualTo("shared_secret_chuwue_findyourwork".getBytes(UTF_8));
        assertThat(secret.standardKey()).isEqualTo(secret.hmacKey());
    }

    @Test
    void aStandardSecretGivesTwoDifferentKeys() {
        Secret secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(secret.hmacKey()).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".getBytes(UTF_8));
        assertThat(secret.standardKey()).isEqualTo(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    @Test
    void aGeneratedSecretHasThirtyTwoRandomBytes() {
        Secret first = Secret.generate(new SecureRandom());
        Secret second = Secret.generate(new SecureRandom());

        assertThat(first.value()).startsWith("whsec_").hasSize(50);
        assertThat(first.standardKey()).hasSize(32);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void twentyFourToOneHundredTwentyEightPrintableCharactersAreASecret() {
        assertThat(new Secret("!".repeat(24)).value()).hasSize(24);
        assertThat(new Secret("~".repeat(128)).value()).hasSize(128);
        String reason = "must be 24 to 128 printable ASCII characters without spaces";
        refused("", reason);
        refused("a".repeat(23), reason);
        refused("a".repeat(129), reason);
        refused("a".repeat(23) + " ", reason);
        refused("a".repeat(24) + "\n", reason);
        refused("a".repeat(24) + "\u007f", reason);
        refused("a".repeat(24) + "é", reason);
    }

    @Test
    void afterThePrefixStandsPaddedBase64OfTwentyFourToSixtyFourBytes() {
        assertThat(new Secret("whsec_" + encoded(24)).standardKey()).hasSize(24);
        assertThat(new Secret("whsec_" + encoded(64)).standardKey()).hasSize(64);
        String reason = "must be padded base64 of 24 to 64 bytes after whsec_";
        refused("whsec_" + encoded(23), reason);
        refused("whsec_" + encoded(65), reason);
        refused("whsec_" + encoded(32).replace("=", ""), reason);
        refused("whsec_" + encoded(32) + "=", reason);
        refused("whsec_" + encoded(31).replace("A==", "B=="), reason); // stray bits
        refused("whsec_" + "-_".repeat(16), reason); // the alphabet of URLs
        refused("whsec_" + "not_base64_at_all_but_long_enough", reason);
    }

    @Test
    void itNeverShows() {
        Secret secret = new Secret("shared_secret_chuwue_findyourwork");

        assertThat(secret).hasToString("Secret[hidden]");
        assertThat(Keyring.of(new Keyring.Key("k1", secret)).toString())
                .isEqualTo("Keyring[keys=[Key[id=k1, secret=Secret[hidden]]]]");
        assertThatThrownBy(() -> new Secret("too short")).hasMessageNotContaining("too short");
    }

    private static String encoded(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static void refused(String value, String reason) {
        assertThatThrownBy(() -> new Secret(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }
}
