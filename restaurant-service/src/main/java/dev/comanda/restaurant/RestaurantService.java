package dev.comanda.restaurant;

import dev.comanda.database.start.Launcher;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the restaurant starts: its database first, if it brings its own. */
@QuarkusMain
public final class RestaurantService {
    public static void main(String... args) {
        Launcher.run("restaurant-service", args);
    }
}
