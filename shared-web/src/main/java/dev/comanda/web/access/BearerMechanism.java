package dev.comanda.web.access;

import dev.comanda.web.connection.RequestHead;
import dev.comanda.web.problem.ProblemException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is calling by {@code Authorization: Bearer}. Asked only for paths that not everybody may call, so a wrong token
 * does no harm on the others.
 */
@ApplicationScoped
class BearerMechanism implements HttpAuthenticationMechanism {
    private static final Pattern BEARER = Pattern.compile("bearer +([!-~]{1,512})", Pattern.CASE_INSENSITIVE);

    private final boolean open;
    private final Tokens tokens;
    private final PartnerKeys keys;
    private final FailedTokens failures;
    private final Refusals refusals;
    private final BlockingSecurityExecutor blocking;

    BearerMechanism(
            AccessConfig config,
            Tokens tokens,
            PartnerKeys keys,
            FailedTokens failures,
            Refusals refusals,
            BlockingSecurityExecutor blocking) {
        this.open = config.open();
        this.tokens = tokens;
        this.keys = keys;
        this.failures = failures;
        this.refusals = refusals;
        this.blocking = blocking;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        return authenticate(request);
    }

    /** No item when nothing is shown; fails with the answer when what is shown is nobody's. */
    Uni<SecurityIdentity> authenticate(RoutingContext request) {
        if (open) {
            return Uni.createFrom().item(Identities.anyone());
        }
        @Nullable String authorization = request.request().getHeader("Authorization");
        if (authorization == null) {
            return Uni.createFrom().nullItem();
        }
        Optional<String> token = token(authorization);
        Optional<SecurityIdentity> known = token.flatMap(tokens::identify);
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        if (token.filter(keys::mayBeKey).isEmpty()) {
            return Uni.createFrom().failure(refusals.wrongToken(request));
        }
        return blocking.executeBlocking(() -> partner(request, token.get()));
    }

    private SecurityIdentity partner(RoutingContext request, String key) throws ProblemException {
        boolean blocked =
                failures.blocked(RequestHead.address(request.request())).isPresent();
        return keys.partnerOf(key, blocked).map(Identities::partner).orElseThrow(() -> refusals.wrongToken(request));
    }

    private static Optional<String> token(String authorization) {
        Matcher bearer = BEARER.matcher(authorization);
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
