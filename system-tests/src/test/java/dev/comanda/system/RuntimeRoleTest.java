package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.comanda.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service in production, with the two database users and the secret files of docker-compose.yml. */
@Timeout(180)
final class RuntimeRoleTest {
    private static final byte[] EMPTY_ARCHIVE = Arrays.copyOf(new byte[] {'P', 'K', 5, 6}, 22);
    private static final String OWNERS = "word of the owner";
    private static final String RUNTIMES = "it's the runtime's";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String[] AS_OPERATOR = {"Authorization", "Bearer " + TOKEN};

    @TempDir
    private static Path folder;

    private static final Started STARTED = new Started();
    private static EmbeddedDatabase database;
    private static Listener partner;
    private static Service restaurant;

    @BeforeAll
    static void open() throws Exception {
        database = STARTED.add(EmbeddedDatabase.startTemporary());
        try (Connection superuser =
                DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
            superuser.createStatement().execute(roles());
        }
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("COMANDA_OPERATOR_TOKEN"), TOKEN);
        Files.writeString(
                secrets.resolve("COMANDA_ENCRYPTION_KEY"), "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        Files.writeString(secrets.resolve("QUARKUS_DATASOURCE_PASSWORD"), RUNTIMES);
        Files.writeString(secrets.resolve("QUARKUS_FLYWAY_PASSWORD"), OWNERS + "\n");
        Files.writeString(secrets.resolve("STRIPE_SECRET_KEY"), "sk_live_51MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Files.writeString(secrets.resolve("STRIPE_WEBHOOK_SECRET"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        partner = STARTED.add(new Listener());
        String port = partner.url("").replaceAll(".*:(\\d+)/", "$1");
        restaurant = STARTED.add(new Service("restaurant-service", "runtime-role", folder))
                .from(contentsOfTheImage())
                .inProduction()
                .quickToStart()
                .with("COMANDA_SECRETS_DIR", secrets.toString())
                .with("QUARKUS_LOG_CATEGORY__DEV_COMANDA_PARTNERS_DELIVERY__LEVEL", "DEBUG")
                .with("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl())
                .with("QUARKUS_DATASOURCE_USERNAME", "comanda_runtime")
                .with("QUARKUS_FLYWAY_USERNAME", "comanda_owner")
                .with("COMANDA_PAYMENTS_DEFAULT_VARIANT", "stripe")
                .with("COMANDA_TARGETS_ALLOW", "hooks@127.0.0.1=127.0.0.1/32:" + port);
        Files.deleteIfExists(restaurant.log().toPath());
        restaurant.launch();
        restaurant.awaitReady();
        operator("/partners/register", """
                {"name":"Hooks","code":"hooks","webhook_url":"%s","events":["event.*"]}""".formatted(partner.url("hooks"))).expect(201);
        operator("/reservations", """
                {"reservation_id":"RES-1","event_name":"Cena","date":"2027-02-15","time":"19:00","guests":60,
                 "contact_name":"María","contact_phone":"0991234567"}""").expect(201);
        assertThat(Await.soon(() -> partner.heard() == 1)).isTrue();
    }

    @AfterAll
    static void close() throws Exception {
        STARTED.stop();
    }

    /** As the Dockerfile makes it: an empty archive in place of each with programs of the embedded PostgreSQL. */
    private static Path contentsOfTheImage() throws IOException {
        Path built =
                Path.of("..", "restaurant-service", "target", "quarkus-app").toRealPath();
        Path copy = folder.resolve("image");
        try (Stream<Path> files = Files.walk(built)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(built.relativize(file).toString());
                if (file.getFileName().toString().startsWith("io.zonky.test.postgres.")) {
                    Files.write(target, EMPTY_ARCHIVE);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    /** The file that the image of PostgreSQL runs, with psql's variables put in as psql does it. */
    private static String roles() throws IOException {
        return Files.readString(Path.of("..", "deploy", "database", "sql", "roles.sql"))
                .replace(":\"DBNAME\"", "postgres")
                .replace(":'owner_password'", "'" + OWNERS + "'")
                .replace(":'runtime_password'", "'" + RUNTIMES.replace("'", "''") + "'");
    }

    @Test
    void theRuntimeUserRunsTheServiceThatTheOwnerMigrated() throws Exception {
        assertThat(rows("select count(*) from pg_tables where schemaname = 'public' and tableowner <> 'comanda_owner'"))
                .containsExactly("0");
        assertThat(rows("select rolsuper or rolcreatedb or rolcreaterole from pg_roles where rolname ~ '^comanda_'"))
                .containsExactly("f", "f");
        assertThat(rows("select distinct usename from pg_stat_activity where application_name = 'comanda'"))
                .containsExactly("comanda_runtime");
    }

    @Test
    void aTargetThatTheAllowListDoesNotNameIsRefused() {
        String other = partner.url("hooks").replace("127.0.0.1", "localhost");
        operator("/partners/register", """
                {"name":"Other","code":"other","webhook_url":"%s"}""".formatted(partner.url("hooks"))).expectProblem(400);
        operator("/partners/register", """
                {"name":"Hooks","code":"hooks","webhook_url":"%s"}""".formatted(other)).expectProblem(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table mine (id int)",
                "create temporary table mine (id int)",
                "create schema mine",
                "alter table partner add column mine int",
                "drop table partner",
                "truncate partner",
                "alter role comanda_runtime superuser",
                "set role comanda_owner"
            })
    void theRuntimeUserDoesNotChangeTheSchema(String statement) {
        assertThatThrownBy(() -> asRuntime(statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void theRuntimeUserReadsAndWritesRows() throws SQLException {
        asRuntime("delete from partner where id = 'nobody'");
    }

    /** Programs read it: a line is an object, and nothing in a message begins a line of its own. */
    @Test
    void aLogInProductionIsOneJsonObjectOnEachLine() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(restaurant.log().toPath(), UTF_8)) {
            if (!line.startsWith("Picked up JAVA_TOOL_OPTIONS")) {
                lines.add(json.readTree(line));
            }
        }
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.get("timestamp").asText()).isNotEmpty();
            assertThat(line.get("level").asText()).isNotEmpty();
            assertThat(line.get("message").asText()).isNotEmpty();
        });
        assertThat(lines)
                .filteredOn(line -> line.get("message").asText().startsWith("delivery "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.at("/mdc/traceId").asText()).matches("[0-9a-f]{32}"));
    }

    private static Answer operator(String path, String json) {
        return restaurant.send("POST", path, "application/json", json.getBytes(UTF_8), AS_OPERATOR);
    }

    private static void asRuntime(String statement) throws SQLException {
        try (Connection runtime = DriverManager.getConnection(database.jdbcUrl(), "comanda_runtime", RUNTIMES)) {
            runtime.createStatement().execute(statement);
        }
    }

    private static List<String> rows(String query) throws SQLException {
        try (Connection superuser =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var rows = superuser.createStatement().executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
