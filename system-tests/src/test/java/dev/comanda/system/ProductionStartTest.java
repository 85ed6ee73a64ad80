package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service in production says of its configuration before it starts, or instead. */
@Timeout(120)
final class ProductionStartTest {
    private static final String REFUSING = "comanda: refusing to start: ";
    private static final String PLACEHOLDER = " still has the placeholder change-me: give it a value of your own";

    /** Nothing listens at the database's port: a service that finds its values in order fails there, and later. */
    private static final Map<String, String> COMPLETE = new TreeMap<>(Map.ofEntries(
            Map.entry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/restaurant"),
            Map.entry("QUARKUS_DATASOURCE_USERNAME", "comanda_runtime"),
            Map.entry("QUARKUS_DATASOURCE_PASSWORD", "word-for-the-runtime"),
            Map.entry("QUARKUS_FLYWAY_USERNAME", "comanda_owner"),
            Map.entry("QUARKUS_FLYWAY_PASSWORD", "word-for-the-owner"),
            Map.entry("COMANDA_OPERATOR_TOKEN", "0123456789abcdef0123456789abcdef"),
            Map.entry("COMANDA_ENCRYPTION_KEY", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
            Map.entry("COMANDA_PUBLIC_URL", "https://restaurant.example"),
            Map.entry("COMANDA_PAYMENTS_DEFAULT_VARIANT", "stripe"),
            Map.entry("STRIPE_SECRET_KEY", "sk_live_51MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            Map.entry("STRIPE_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            Map.entry("MERCADOPAGO_ACCESS_TOKEN", "APP_USR-1234567890123456-112411-abcdefabcdefabcdef"),
            Map.entry("MERCADOPAGO_WEBHOOK_SECRET", "0123456789abcdef0123456789abcdef0123456789abcdef"),
            Map.entry("COMANDA_MAIL_FROM", "mesa@restaurant.example"),
            Map.entry("QUARKUS_MAILER_HOST", "smtp.restaurant.example"),
            Map.entry("QUARKUS_MAILER_PASSWORD", "word-for-the-mails"),
            Map.entry("COMANDA_TARGETS_ALLOW", "findyourwork@marketplace=172.30.0.11/32:8010"),
            Map.entry("FINDYOURWORK_WEBHOOK_URL", "http://marketplace:8010/webhooks/partner/"),
            Map.entry("FINDYOURWORK_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

    @TempDir
    private Path folder;

    @Test
    void completeSettingsAreNotRefused() throws Exception {
        assertThat(refusals(COMPLETE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_DATASOURCE_PASSWORD",
                "QUARKUS_FLYWAY_PASSWORD",
                "COMANDA_OPERATOR_TOKEN",
                "COMANDA_ENCRYPTION_KEY",
                "STRIPE_SECRET_KEY",
                "STRIPE_WEBHOOK_SECRET",
                "MERCADOPAGO_ACCESS_TOKEN",
                "MERCADOPAGO_WEBHOOK_SECRET",
                "COMANDA_MAIL_FROM",
                "QUARKUS_MAILER_HOST",
                "QUARKUS_MAILER_PASSWORD",
                "FINDYOURWORK_WEBHOOK_SECRET"
            })
    void aSecretThatWasLeftAsItCameStopsTheStartByItsName(String variable) throws Exception {
        Map<String, String> settings = new TreeMap<>(COMPLETE);
        settings.put(variable, "change-me");
        assertThat(refusals(settings)).contains(variable + PLACEHOLDER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    QUARKUS_DATASOURCE_PASSWORD | hunter2   | QUARKUS_DATASOURCE_PASSWORD is shorter than 8 characters
                    QUARKUS_DATASOURCE_USERNAME | ''        | QUARKUS_DATASOURCE_USERNAME is not set
                    COMANDA_OPERATOR_TOKEN      | hunter2   | COMANDA_OPERATOR_TOKEN is not valid: it has at least 32 printable ASCII characters, not all the same and no spaces
                    COMANDA_ENCRYPTION_KEY      | k1:hunter2| COMANDA_ENCRYPTION_KEY is not valid: an entry is <key id>:<base64 of 32 bytes>
                    FINDYOURWORK_WEBHOOK_SECRET | hunter2   | FINDYOURWORK_WEBHOOK_SECRET is not valid: it must have 24 to 128 printable ASCII characters without spaces, at least 8 of them different, and must not repeat a shorter text; after whsec_ comes padded base64 of 24 to 64 bytes
                    FINDYOURWORK_WEBHOOK_URL    | hunter2   | FINDYOURWORK_WEBHOOK_URL is not valid: it must be an absolute URL, such as https://host/path
                    COMANDA_PUBLIC_URL          | http://restaurant.example | COMANDA_PUBLIC_URL is not valid: it is an https URL without query and fragment, such as https://restaurant.example
                    """)
    void aValueOfTheWrongFormIsNamedAndNotShown(String variable, String value, String line) throws Exception {
        Map<String, String> settings = new TreeMap<>(COMPLETE);
        settings.put(variable, value);
        assertThat(refusals(settings)).containsExactly(line).noneMatch(printed -> printed.contains("hunter2"));
    }

    /** It started, and gave the first registration a 500. */
    @Test
    void everyProblemHasALineOfItsOwn() throws Exception {
        Map<String, String> settings = new TreeMap<>(COMPLETE);
        settings.put("COMANDA_TARGETS_ALLOW", "172.30.0.0/24");
        settings.put("COMANDA_TARGETS_ANY_HOST_IN", "127.0.0.0/8");
        settings.put("COMANDA_DELIVERY_SCHEDULE", "now");
        settings.put("COMANDA_SECRETS_DIR", folder.resolve("absent").toString());
        String form = "[partner@]host=cidr:port, such as findyourwork@marketplace=172.30.0.11/32:8010";
        assertThat(refusals(settings))
                .hasSize(4)
                .contains(
                        "COMANDA_TARGETS_ALLOW is not valid: '172.30.0.0/24' is not " + form,
                        "COMANDA_TARGETS_ANY_HOST_IN is for demos and tests: name each host in COMANDA_TARGETS_ALLOW, as "
                                + form,
                        "COMANDA_DELIVERY_SCHEDULE is not valid: not a wait of the retry schedule: 'now'")
                .anyMatch(line -> line.startsWith("COMANDA_SECRETS_DIR is not a folder whose files can be read: "));
    }

    @Test
    void secretsMayBeFilesInsteadOfVariables() throws Exception {
        Map<String, String> settings = new TreeMap<>(COMPLETE);
        for (String name : List.of(
                "QUARKUS_DATASOURCE_PASSWORD",
                "COMANDA_OPERATOR_TOKEN",
                "COMANDA_ENCRYPTION_KEY",
                "STRIPE_SECRET_KEY")) {
            Files.writeString(folder.resolve(name), settings.remove(name) + "\n");
        }
        settings.put("COMANDA_SECRETS_DIR", folder.toString());
        assertThat(refusals(settings)).isEmpty();
        Files.writeString(folder.resolve("COMANDA_OPERATOR_TOKEN"), "change-me");
        assertThat(refusals(settings)).containsExactly("COMANDA_OPERATOR_TOKEN" + PLACEHOLDER);
    }

    /** The lines in which the service refuses to start; none when it gets as far as its database. */
    private List<String> refusals(Map<String, String> settings) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.http.port=" + Service.freePort(),
                "-jar",
                Path.of("..", "restaurant-service", "target", "quarkus-app", "quarkus-run.jar")
                        .toRealPath()
                        .toString());
        builder.environment().put("JAVA_TOOL_OPTIONS", Service.QUICK_TO_START);
        builder.environment().putAll(settings);
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isEqualTo(1);
        List<String> lines = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            if (line.startsWith(REFUSING)) {
                lines.add(line.substring(REFUSING.length()));
            }
        }
        return lines;
    }
}
