package dev.comanda.signing;

/** How a request was signed. */
public enum Scheme {
    /** By {@code webhook-signature}: over id, time of sending and the raw body, so a copy is stale after minutes. */
    STANDARD_WEBHOOKS,

    /**
     * By {@code X-HMAC-Signature} or {@code X-Partner-Signature}: over the body alone, so a copy stays valid and only
     * the time inside the body tells how old it is.
     */
    HMAC_HEADER
}
