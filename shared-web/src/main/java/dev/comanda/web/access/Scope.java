package dev.comanda.web.access;

import java.util.List;

/**
 * What a token allows. Written on a resource method or class as {@code @RolesAllowed(Scope.READ)}; with several scopes,
 * one of them is enough.
 */
public final class Scope {
    /** The metrics. */
    public static final String METRICS = "metrics";

    /** To see everything that the operator sees, but not what only a payer may have. */
    public static final String READ = "read";

    /** What a shop or a web form does for a client: reservations and bookings. */
    public static final String STOREFRONT = "storefront";

    /** To register, change and remove partners, and to replace their secrets and keys. */
    public static final String PARTNERS = "partners";

    /** To pause, resume, resend, replay, retry and test, and to close tasks. */
    public static final String OPERATE = "operate";

    /** Payments, orders and billing, with what they move and hide. */
    public static final String PAYMENTS = "payments";

    /**
     * No scope of a token: a partner has it, and only on paths whose parameter {@code id} is its own id. On every other path
     * a partner gets the 404 of a path that does not exist.
     */
    public static final String OWN_PARTNER = "own-partner";

    /** All that a token can have. */
    static final List<String> ALL = List.of(METRICS, READ, STOREFRONT, PARTNERS, OPERATE, PAYMENTS);

    private Scope() {}
}
