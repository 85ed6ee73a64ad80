package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./comanda env} writes. */
@Timeout(60)
final class EnvCommandTest {
    private static final List<String> PERSONS = List.of(
            "RESTAURANT_PUBLIC_URL",
            "RESTAURANT_PAYMENTS_DEFAULT_VARIANT",
            "MARKETPLACE_PUBLIC_URL",
            "MARKETPLACE_PAYMENTS_DEFAULT_VARIANT");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        Files.copy(Path.of("..", "comanda"), folder.resolve("comanda"));
        Files.copy(Path.of("..", ".env.example"), folder.resolve(".env.example"));
    }

    @Test
    void makesEverySecretAndNamesWhatAPersonMustSupply() throws Exception {
        Run run = env();
        assertThat(run.status()).as(run.printed()).isZero();
        assertThat(run.printed().lines().map(String::strip)).containsAll(PERSONS);

        Map<String, String> values = values();
        assertThat(Files.readString(folder.resolve(".env"))).doesNotContain("=change-me");
        assertThat(values.get("FINDYOURWORK_WEBHOOK_SECRET"))
                .matches("whsec_[A-Za-z0-9+/]{43}=")
                .isEqualTo(values.get("CHUWUE_GRILL_WEBHOOK_SECRET"));
        for (String side : List.of("RESTAURANT", "MARKETPLACE")) {
            assertThat(values.get(side + "_OPERATOR_TOKEN")).matches("[0-9a-f]{64}");
            assertThat(values.get(side + "_ENCRYPTION_KEY")).matches("k1:[A-Za-z0-9+/]{43}=");
            assertThat(values.get(side + "_DATABASE_PASSWORD"))
                    .matches("[0-9a-f]{48}")
                    .isNotEqualTo(values.get(side + "_DATABASE_OWNER_PASSWORD"));
            assertThat(values.get(side + "_STRIPE_SECRET_KEY")).isEmpty();
        }
        assertThat(values.get("RESTAURANT_OPERATOR_TOKEN")).isNotEqualTo(values.get("MARKETPLACE_OPERATOR_TOKEN"));
        assertThat(values.values().stream().filter(value -> value.length() > 30))
                .as("no secret is printed")
                .noneMatch(run.printed()::contains);
    }

    @Test
    void onlyItsOwnerReadsTheSecrets() throws Exception {
        Files.writeString(folder.resolve(".env"), "");
        Files.setPosixFilePermissions(folder.resolve(".env"), PosixFilePermissions.fromString("rw-r--r--"));
        env();
        assertThat(mode(".env")).isEqualTo("rw-------");
        assertThat(mode("secrets")).isEqualTo("rwx------");
        // behind that closed folder, the containers' own users read them
        assertThat(mode("secrets/restaurant/COMANDA_OPERATOR_TOKEN")).isEqualTo("rw-r--r--");
        assertThat(Files.readString(folder.resolve("secrets/restaurant/COMANDA_OPERATOR_TOKEN")))
                .isEqualTo(values().get("RESTAURANT_OPERATOR_TOKEN"));
    }

    @Test
    void keepsEveryValueThatIsThereAndFillsTheRest() throws Exception {
        String own = """
                # my own file
                RESTAURANT_OPERATOR_TOKEN=the-token-that-I-made-myself
                MARKETPLACE_OPERATOR_TOKEN=change-me
                CHUWUE_GRILL_WEBHOOK_SECRET=agreed\\by&phone/with=them$1
                RESTAURANT_STRIPE_SECRET_KEY=change-me
                MY_OWN_NAME=my own value
                MAIL_PASSWORD='pass word'""";
        Files.writeString(folder.resolve(".env"), own);
        env();
        Map<String, String> values = values();
        assertThat(values)
                .containsEntry("RESTAURANT_OPERATOR_TOKEN", "the-token-that-I-made-myself")
                .containsEntry("CHUWUE_GRILL_WEBHOOK_SECRET", "agreed\\by&phone/with=them$1")
                .containsEntry("FINDYOURWORK_WEBHOOK_SECRET", "agreed\\by&phone/with=them$1")
                .containsEntry("RESTAURANT_STRIPE_SECRET_KEY", "")
                .containsEntry("MY_OWN_NAME", "my own value")
                .containsEntry("MAIL_PORT", "587");
        assertThat(values.get("MARKETPLACE_OPERATOR_TOKEN")).hasSize(64);
        assertThat(Files.readString(folder.resolve("secrets/restaurant/QUARKUS_MAILER_PASSWORD")))
                .isEqualTo("pass word");
        assertThat(Files.readAllLines(folder.resolve(".env"))).startsWith("# my own file");

        String first = Files.readString(folder.resolve(".env"));
        env();
        assertThat(Files.readString(folder.resolve(".env"))).isEqualTo(first);
    }

    @Test
    void aKeyThatLostItsLineIsNotMadeAnew() throws Exception {
        env();
        String key = values().get("RESTAURANT_ENCRYPTION_KEY");
        Files.delete(folder.resolve(".env"));
        env();
        assertThat(values()).containsEntry("RESTAURANT_ENCRYPTION_KEY", key);
    }

    @Test
    void asksForTheKeysOfTheChosenAccountUntilTheyAreThere() throws Exception {
        Files.writeString(folder.resolve(".env"), """
                RESTAURANT_PUBLIC_URL=https://restaurant.example
                MARKETPLACE_PUBLIC_URL=https://marketplace.example
                RESTAURANT_PAYMENTS_DEFAULT_VARIANT=stripe
                MARKETPLACE_PAYMENTS_DEFAULT_VARIANT=mercadopago
                MARKETPLACE_MERCADOPAGO_ACCESS_TOKEN=APP_USR-1
                MARKETPLACE_MERCADOPAGO_WEBHOOK_SECRET=of-mercadopago
                """);
        assertThat(env().printed().lines().map(String::strip))
                .contains("RESTAURANT_STRIPE_SECRET_KEY", "RESTAURANT_STRIPE_WEBHOOK_SECRET")
                .doesNotContain("MARKETPLACE_STRIPE_SECRET_KEY", "MARKETPLACE_MERCADOPAGO_ACCESS_TOKEN")
                .doesNotContainAnyElementsOf(PERSONS);
        Files.writeString(
                folder.resolve(".env"),
                Files.readString(folder.resolve(".env"))
                        .replace("RESTAURANT_STRIPE_SECRET_KEY=", "RESTAURANT_STRIPE_SECRET_KEY=sk_live_1")
                        .replace("RESTAURANT_STRIPE_WEBHOOK_SECRET=", "RESTAURANT_STRIPE_WEBHOOK_SECRET=whsec_1"));
        assertThat(env().printed()).contains("Nothing is missing.");
    }

    @Test
    void takesNoArgument() throws Exception {
        Run run = run("env", "--force");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.printed()).isEqualTo("comanda: env takes nothing\n");
        assertThat(folder.resolve(".env")).doesNotExist();
    }

    private record Run(int status, String printed) {}

    private Run env() throws IOException, InterruptedException {
        return run("env");
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("comanda").toString());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), printed);
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    private Map<String, String> values() throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve(".env"))) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return values;
    }
}
