package dev.comanda.database.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnCipherTest {
    private static final String OLD = "2025:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String NEW = "2026:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final byte[] SECRET = "whsec_ñ\u0000".getBytes(UTF_8);
    private static final String OWNER = "findyourwork";

    private final ColumnCipher cipher = new ColumnCipher(List.of(OLD));

    @Test
    void readsWhatItWrote() {
        Encrypted stored = cipher.encrypt(SECRET, OWNER);
        assertThat(stored.keyId()).isEqualTo("2025");
        assertThat(new String(stored.bytes(), UTF_8)).doesNotContain("whsec");
        assertThat(cipher.decrypt(stored, OWNER)).isEqualTo(SECRET);
        assertThat(cipher.decrypt(cipher.encrypt(new byte[0], OWNER), OWNER)).isEmpty();
    }

    @Test
    void doesNotShowThatTwoValuesAreTheSame() {
        assertThat(cipher.encrypt(SECRET, OWNER)).isNotEqualTo(cipher.encrypt(SECRET, OWNER));
    }

    @Test
    void writesWithTheFirstKeyAndStillReadsWithTheOthers() {
        ColumnCipher rotated = new ColumnCipher(List.of(NEW, OLD));
        assertThat(rotated.decrypt(cipher.encrypt(SECRET, OWNER), OWNER)).isEqualTo(SECRET);
        Encrypted stored = rotated.encrypt(SECRET, OWNER);
        assertThat(stored.keyId()).isEqualTo("2026");
        assertThat(new ColumnCipher(List.of(NEW)).decrypt(stored, OWNER)).isEqualTo(SECRET);
    }

    @Test
    void refusesAValueWhoseKeyIsGone() {
        Encrypted stored = cipher.encrypt(SECRET, OWNER);
        assertThatThrownBy(() -> new ColumnCipher(List.of(NEW)).decrypt(stored, OWNER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("encryption key '2025' is not configured any more");
    }

    @Test
    void refusesAValueThatWasMovedToAnotherRow() {
        assertUnreadable(cipher.encrypt(SECRET, "another"));
    }

    @Test
    void refusesAValueUnderTheNameOfAnotherKey() {
        Encrypted stored = cipher.encrypt(SECRET, OWNER);
        Encrypted renamed = new Encrypted("2026", stored.bytes());
        assertThatThrownBy(() -> new ColumnCipher(List.of(NEW, OLD)).decrypt(renamed, OWNER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a value of 'findyourwork' cannot be read with key '2026'");
    }

    @Test
    void refusesAValueOfWhichAnyBitWasChanged() {
        Encrypted stored = cipher.encrypt(SECRET, OWNER);
        for (int bit = 0; bit < stored.bytes().length * 8; bit++) {
            byte[] flipped = stored.bytes().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertUnreadable(new Encrypted(stored.keyId(), flipped));
        }
    }

    @Test
    void refusesAValueThatWasCutShort() {
        Encrypted stored = cipher.encrypt(SECRET, OWNER);
        for (int length = 0; length < stored.bytes().length; length++) {
            assertUnreadable(new Encrypted(stored.keyId(), Arrays.copyOf(stored.bytes(), length)));
        }
    }

    @Test
    void aSealedValueNamesItsKeyAndIsReadWithIt() {
        byte[] bytes = cipher.seal(SECRET, OWNER);
        String text = cipher.sealText("María", OWNER);
        ColumnCipher rotated = new ColumnCipher(List.of(NEW, OLD));

        assertThat(new String(bytes, UTF_8)).contains("2025").doesNotContain("whsec");
        assertThat(text).startsWith("sealed:2025:").doesNotContain("Mar");
        assertThat(rotated.open(bytes, OWNER)).isEqualTo(SECRET);
        assertThat(rotated.openText(text, OWNER)).isEqualTo("María");
        ColumnCipher onlyNew = new ColumnCipher(List.of(NEW));
        assertThat(onlyNew.open(rotated.seal(SECRET, OWNER), OWNER)).isEqualTo(SECRET);
        assertThat(onlyNew.openText(rotated.sealText("", OWNER), OWNER)).isEmpty();
        assertThatThrownBy(() -> onlyNew.open(bytes, OWNER))
                .hasMessage("encryption key '2025' is not configured any more");
        assertThatThrownBy(() -> onlyNew.openText(text, OWNER))
                .hasMessage("encryption key '2025' is not configured any more");
    }

    @Test
    void whatWasStoredInClearIsReadAsItIs() {
        for (String clear : List.of("", "{}", "{\"event_id\":\"evt_1\"}")) {
            assertThat(cipher.open(clear.getBytes(UTF_8), OWNER))
                    .asString(UTF_8)
                    .isEqualTo(clear);
        }
        for (String clear : List.of("", "María", "0991234567", "sealed:", "sealed:2025:María")) {
            assertThat(cipher.openText(clear, OWNER)).isEqualTo(clear);
        }
    }

    @Test
    void refusesASealedValueOfAnotherOwnerOrWithAnyBitChanged() {
        byte[] sealed = cipher.seal(SECRET, OWNER);
        assertThatThrownBy(() -> cipher.open(sealed, "another")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.openText(cipher.sealText("María", OWNER), "another"))
                .isInstanceOf(IllegalStateException.class);
        for (int bit = 8; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> cipher.open(flipped, OWNER))
                    .as("bit %d", bit)
                    .isInstanceOf(IllegalStateException.class);
        }
        for (int length = 2; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> cipher.open(cut, OWNER))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aFingerprintCannotBeMadeWithoutTheKeyAndOutlivesARotation() {
        String made = cipher.fingerprint(SECRET);
        ColumnCipher rotated = new ColumnCipher(List.of(NEW, OLD));

        assertThat(made).matches("2025:[0-9a-f]{64}").isEqualTo(cipher.fingerprint(SECRET));
        assertThat(rotated.isFingerprintOf(made, SECRET)).isTrue();
        assertThat(rotated.isFingerprintOf(made, new byte[0])).isFalse();
        assertThat(new ColumnCipher(List.of(NEW)).isFingerprintOf(made, SECRET)).isFalse();
        assertThat(new ColumnCipher(List.of(NEW.replace("2026", "2025"))).fingerprint(SECRET))
                .isNotEqualTo(made);
    }

    private void assertUnreadable(Encrypted stored) {
        assertThatThrownBy(() -> cipher.decrypt(stored, OWNER))
                .as("%d bytes", stored.bytes().length)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a value of 'findyourwork' cannot be read with key '2025'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
                ":ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
                " :ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=",
                "2026:",
                "2026:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pg==",
                "2026:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj9A",
                "2026:ICEiIyQlJicoKSorLC0uLzAx!jM0NTY3ODk6Ozw9Pj8=",
                "2026:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=="
            })
    void refusesAnEntryThatIsNoKeyWithoutShowingIt(String entry) {
        assertThatThrownBy(() -> new ColumnCipher(List.of(OLD, entry)))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessage("an encryption key is written <key id>:<base64 of 32 bytes>; entry 2 is not");
    }

    @Test
    void refusesToWorkWithoutAKey() {
        for (Runnable keyless : List.<Runnable>of(
                () -> new ColumnCipher(List.of()),
                () -> new ColumnCipher(config(Optional.empty(), Optional.empty())))) {
            assertThatThrownBy(keyless::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no encryption key: set COMANDA_ENCRYPTION_KEY");
        }
    }

    @Test
    void refusesTwoKeysOfOneName() {
        assertThatThrownBy(() -> new ColumnCipher(List.of(OLD, NEW.replace("2026", "2025"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("encryption key '2025' is configured twice");
    }

    @Test
    void makesItsKeyFileOnceForItsOwnerAloneAndReadsItAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data/key");
        EncryptionConfig config = config(Optional.empty(), Optional.of(file));
        Encrypted stored = new ColumnCipher(config).encrypt(SECRET, OWNER);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String made = Files.readString(file);
        assertThat(new ColumnCipher(config).decrypt(stored, OWNER)).isEqualTo(SECRET);
        assertThat(Files.readString(file)).isEqualTo(made);
    }

    @Test
    void needsNoKeyFileWhereAKeyIsConfigured(@TempDir Path folder) {
        Path file = folder.resolve("key");
        Encrypted stored =
                new ColumnCipher(config(Optional.of(List.of(NEW)), Optional.of(file))).encrypt(SECRET, OWNER);
        assertThat(stored.keyId()).isEqualTo("2026");
        assertThat(file).doesNotExist();
    }

    private static EncryptionConfig config(Optional<List<String>> keys, Optional<Path> keyFile) {
        return new EncryptionConfig() {
            @Override
            public Optional<List<String>> keys() {
                return keys;
            }

            @Override
            public Optional<Path> keyFile() {
                return keyFile;
            }
        };
    }
}
