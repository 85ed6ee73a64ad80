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
            compare(both.restaurant, "restaurant-service.yaml");
            compare(both.marketplace, "marketplace-service.yaml");
        }
    }

    private static void compare(Service service, String name) throws IOException {
        String offered = service.get("/q/openapi").expect(200).body();
        Path fresh = Files.writeString(Path.of("target", name), offered);
        Path committed = COMMITTED.resolve(name);
        assertThat(offered)
                .as("the API has changed: if that is meant, copy system-tests/%s to docs/openapi/", fresh)
                .isEqualTo(Files.exists(committed) ? Files.readString(committed) : "");
    }
}
