package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the services say of their API is kept under version control, so that a change of it is seen and meant. */
final class OpenApiTest {
    private static final Path COMMITTED = Path.of("..", "docs", "openapi");

    @Test
    void whatTheServicesOfferIsWhatIsCommitted() throws IOException {
        try (Businesses both = Businesses.start("openapi")) {
            Path restaurant = offered(both.restaurant, "restaurant-service.yaml");
            Path marketplace = offered(both.marketplace, "marketplace-service.yaml");
            requireTheWordsOfTheWire(both.restaurant);
            requireTheWordsOfTheWire(both.marketplace);
            compare(restaurant);
            compare(marketplace);
        }
    }

    /** Properties were camelCase while the wire is snake_case: a program that was generated from this was answered 400. */
    private static void requireTheWordsOfTheWire(Service service) {
        JsonNode api = service.get("/q/openapi?format=json").expect(200).json();
        List<String> fields = new ArrayList<>();
        api.findValues("properties").forEach(one -> one.fieldNames().forEachRemaining(fields::add));
        assertThat(fields).hasSizeGreaterThan(100).allMatch(name -> name.matches("[a-z0-9_]+"));
        assertThat(api.at("/components/schemas").fieldNames())
                .toIterable()
                .contains("Problem")
                .noneMatch(name -> name.matches(".*\\d"));
        api.path("paths")
                .forEach(path -> path.properties().stream()
                        .filter(entry -> entry.getValue().has("responses"))
                        .forEach(operation -> assertThat(operation
                                        .getValue()
                                        .at("/responses/default/$ref")
                                        .asText())
                                .isEqualTo("#/components/responses/Problem")));
    }

    private static Path offered(Service service, String name) throws IOException {
        return Files.writeString(
                Path.of("target", name), service.get("/q/openapi").expect(200).body());
    }

    private static void compare(Path fresh) throws IOException {
        Path committed = COMMITTED.resolve(fresh.getFileName());
        assertThat(Files.readString(fresh))
                .as("the API has changed: if that is meant, ./comanda openapi writes %s anew", committed)
                .isEqualTo(Files.exists(committed) ? Files.readString(committed) : "");
    }
}
