package dev.comanda.signing;

import org.jspecify.annotations.Nullable;

/** The headers in which signatures travel. Names are case-insensitive (RFC 9110, section 5.1). */
public final class SignatureHeaders {
    /** The event id, the same over all retries. */
    public static final String WEBHOOK_ID = "webhook-id";

    /** When this attempt was signed, in seconds since 1970-01-01T00:00:00Z. */
    public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";

    /** One or several {@code v1,<base64>}, separated by spaces. */
    public static final String WEBHOOK_SIGNATURE = "webhook-signature";

    /** 64 lower-case hex digits. */
    public static final String X_HMAC_SIGNATURE = "X-HMAC-Signature";

    /** The same value; the name that partners of the first generation read on one of the two sides. */
    public static final String X_PARTNER_SIGNATURE = "X-Partner-Signature";

    private SignatureHeaders() {}

    /** How a request is asked for a header, whatever server it came through. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * The value of one header.
         *
         * @param name in any case; a header that was sent several times is given as its values joined by commas, so
         *     that it does not verify: two readers could pick different ones
         * @return null if it is absent
         */
        @Nullable String value(String name);
    }
}
