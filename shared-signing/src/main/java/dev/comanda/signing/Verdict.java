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

    /** This header is absent; {@code X-HMAC-Signature} stands for no signature of any kind. */
    record Missing(String header) implements Verdict {}

    /** This part (a header's name, or {@code body}) is nothing a signer of this protocol writes. */
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
