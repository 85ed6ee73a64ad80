package dev.comanda.mail;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The clock that services get from shared-web. */
@Singleton
class TestTime {
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
