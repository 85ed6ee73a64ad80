package dev.comanda.marketplace.booking;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/**
 * Codes a person reads out at a door: no letter or digit that is taken for another. Nobody can guess the next one, and
 * with 31^8 of them two alike are not to be expected.
 */
@ApplicationScoped
class ConfirmationCodes {
    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 8;

    private final SecureRandom random;

    ConfirmationCodes(SecureRandom random) {
        this.random = random;
    }

    String next() {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .map(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Produces
    @Singleton
    @DefaultBean
    static SecureRandom random() {
        return new SecureRandom();
    }
}
