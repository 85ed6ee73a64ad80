package dev.comanda.database.queue;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.InstantSource;

/** The one clock of a service, injected wherever time matters so that tests can set it. */
class SystemTime {
    @Produces
    @DefaultBean
    @ApplicationScoped
    InstantSource clock() {
        return Clock.systemUTC();
    }
}
