package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the services say of their API is kept under version control, so that a change of it is seen and meant. */
final class OpenApiTest {
    private static final Path COMMITTED = Path.of("..", "docs", "openapi");

    @Test
    void whatTheServicesOfferIsWhatIsCommitted() throws IOException {
        try (Businesses both = Businesses.start("openapi")) {
            Path restaurant = offered(both.restaurant, "restaurant-service.yaml");
            Path marketplace = offered(both.marketplace, "marketplace-service.yaml");
            compare(restaurant);
            compare(marketplace);
        }
    }

    private static Path offered(Service service, String name) throws IOException {
        return Files.writeString(
                Path.of("target", name), service.get("/q/openapi").expect(200).body());
    }

    private static void compare(Path fresh) throws IOException {
        Path committed = COMMITTED.resolve(fresh.getFileName());
        assertThat(Files.readString(fresh))
                .as("the API has changed: if that is meant, copy system-tests/%s to docs/openapi/", fresh)
                .isEqualTo(Files.exists(committed) ? Files.readString(committed) : "");
    }
}
