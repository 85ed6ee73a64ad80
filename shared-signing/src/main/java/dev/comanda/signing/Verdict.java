package dev.comanda.signing;

import java.time.Duration;

/**
 * What verifying one request came to. Everything but {@link Valid} is answered 401 without saying which it was; the
 * rest is for the operator.
 */
public sealed interface Verdict {
    /**
     * Sent by the partner, unchanged.
     *
     * @param keyId which key of the ring it was signed with, the first that fits
     * @param scheme by what; under {@link Scheme#STANDARD_WEBHOOKS} the value of {@code webhook-id} is verified too
     */
    record Valid(String keyId, Scheme scheme) implements Verdict {}

    /**
     * A header is absent that had to be there.
     *
     * @param header its name; {@code X-HMAC-Signature} if there is no signature of any kind
     */
    record Missing(String header) implements Verdict {}

    /**
     * A part of the request is nothing a signer of this protocol writes.
     *
     * @param part a header's name, or {@code body} where it has no canonical form
     */
    record Malformed(String part) implements Verdict {}

    /**
     * Signed too long ago, or too far in the future by our clock; its signature was not looked at.
     *
     * @param age how long before now; negative for the future
     */
    record Stale(Duration age) implements Verdict {}

    /** No key of the ring gives this signature. */
    record Forged() implements Verdict {}
}
