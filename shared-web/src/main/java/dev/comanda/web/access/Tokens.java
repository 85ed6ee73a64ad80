package dev.comanda.web.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operator's token and the named ones, all from the configuration: to look one up asks no database. */
@Singleton
class Tokens {
    private final Map<String, SecurityIdentity> identities = new HashMap<>();

    Tokens(AccessConfig config) {
        NamedToken.parse(config.tokens().orElse(""))
                .forEach(token -> identities.put(token.sha256(), Identities.token(token)));
        config.operatorToken().ifPresent(token -> identities.put(Sha256.hex(token), Identities.operator()));
    }

    /** Compares with every digest, so that the time tells nothing about how close a guess is or which token it is near. */
    Optional<SecurityIdentity> identify(String token) {
        byte[] digest = bytes(Sha256.hex(token));
        Optional<SecurityIdentity> found = Optional.empty();
        for (Map.Entry<String, SecurityIdentity> known : identities.entrySet()) {
            if (MessageDigest.isEqual(bytes(known.getKey()), digest)) {
                found = Optional.of(known.getValue());
            }
        }
        return found;
    }

    private static byte[] bytes(String hex) {
        return hex.getBytes(StandardCharsets.US_ASCII);
    }
}
