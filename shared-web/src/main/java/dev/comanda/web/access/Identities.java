package dev.comanda.web.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The identities that a request can have, besides none. Their roles are {@link Scope}s. */
final class Identities {
    static final String OPERATOR = "operator";
    static final String ANYONE = "anyone";
    static final String SYSTEM = "system";
    private static final String PARTNER = "partner:";

    /** Names that no token may have, because the audit trail uses them for others. */
    static final Set<String> RESERVED = Set.of(OPERATOR, ANYONE, SYSTEM);

    private Identities() {}

    /** Whoever asks, in a profile where everybody may call. */
    static SecurityIdentity anyone() {
        return of(ANYONE, Scope.ALL);
    }

    static SecurityIdentity operator() {
        return of(OPERATOR, Scope.ALL);
    }

    static SecurityIdentity token(NamedToken token) {
        return of(token.name(), token.scopes());
    }

    static SecurityIdentity partner(String id) {
        return of(PARTNER + id, List.of(Scope.OWN_PARTNER));
    }

    static boolean isPartner(SecurityIdentity identity) {
        return identity.hasRole(Scope.OWN_PARTNER);
    }

    static boolean isPartner(SecurityIdentity identity, String id) {
        return identity.getPrincipal().getName().equals(PARTNER + id);
    }

    private static SecurityIdentity of(String name, Collection<String> scopes) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(Set.copyOf(scopes))
                .build();
    }
}
