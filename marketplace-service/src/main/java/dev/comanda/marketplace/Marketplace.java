package dev.comanda.marketplace;

import dev.comanda.database.start.Launcher;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the service starts: the database comes before the framework. */
@QuarkusMain
public class Marketplace {
    public static void main(String... args) {
        Launcher.run("marketplace-service", args);
    }
}
