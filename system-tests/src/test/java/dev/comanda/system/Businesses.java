package dev.comanda.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Both services side by side, with fresh databases, strangers to each other. */
final class Businesses implements AutoCloseable {
    final Service restaurant;
    final Service marketplace;
    private final Path data;

    private Businesses(String scene) throws IOException {
        data = Files.createTempDirectory("comanda-system-test");
        restaurant = new Service("restaurant-service", scene, data).quickToStart();
        marketplace = new Service("marketplace-service", scene, data).quickToStart();
    }

    static Businesses start(String scene) throws IOException {
        Businesses both = new Businesses(scene);
        try {
            both.restaurant.launch();
            both.marketplace.launch();
            both.restaurant.awaitReady();
            both.marketplace.awaitReady();
            return both;
        } catch (IOException | RuntimeException | AssertionError failed) {
            both.close();
            throw failed;
        }
    }

    /** Registers each at the other with one secret, which it returns. */
    String introduce() {
        Answer registered = restaurant
                .post(
                        "/partners/register/findyourwork",
                        "{\"webhook_url\":\"%s\"}".formatted(marketplace.url("/webhooks/partner/")))
                .expect(201);
        String secret = registered.at("/shared_secret");
        marketplace
                .post(
                        "/partners/register/chuwue-grill",
                        "{\"webhook_url\":\"%s\",\"shared_secret\":\"%s\"}"
                                .formatted(restaurant.url(registered.at("/webhook_path")), secret))
                .expect(201);
        return secret;
    }

    @Override
    public void close() throws IOException {
        try (marketplace;
                restaurant) {
            // closed in this order: what the marketplace still sends, the restaurant still hears
        }
        Folder.delete(data);
    }
}
