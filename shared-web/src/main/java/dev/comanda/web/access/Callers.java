package dev.comanda.web.access;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells callers apart by {@code Authorization: Bearer}. */
@Singleton
class Callers {
    private static final Pattern BEARER = Pattern.compile("bearer +([!-~]{1,512})", Pattern.CASE_INSENSITIVE);

    private final Optional<byte[]> operator;
    private final Instance<ApiKeys> keys;

    Callers(AccessConfig config, Instance<ApiKeys> keys) {
        this.operator = config.operatorToken().map(Callers::digest);
        this.keys = keys;
    }

    Caller identify(@Nullable String authorization) {
        return identify(authorization, true);
    }

    /** Knows no partner, and so asks no database: for the paths where a partner is as good as a stranger. */
    Caller identifyOperator(@Nullable String authorization) {
        return identify(authorization, false);
    }

    private Caller identify(@Nullable String authorization, boolean partnersToo) {
        if (authorization == null) {
            return new Caller.Nobody();
        }
        Matcher bearer = BEARER.matcher(authorization);
        if (!bearer.matches()) {
            return new Caller.Impostor();
        }
        String token = bearer.group(1);
        if (isOperator(token)) {
            return new Caller.Operator();
        }
        String partner = partnersToo && keys.isResolvable() ? keys.get().partnerOf(token) : null;
        return partner == null ? new Caller.Impostor() : new Caller.Partner(partner);
    }

    /** Digests have one length, so the time this takes tells nothing about the token's. */
    private boolean isOperator(String token) {
        return operator.map(expected -> MessageDigest.isEqual(expected, digest(token)))
                .orElse(false);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
