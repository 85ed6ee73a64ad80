package dev.comanda.signing;

import dev.comanda.signing.Verdict.Forged;
import dev.comanda.signing.Verdict.Malformed;
import dev.comanda.signing.Verdict.Missing;
import dev.comanda.signing.Verdict.Stale;
import dev.comanda.signing.Verdict.Valid;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request was sent by the partner it names. Every input is hostile until then, and none makes this
 * throw.
 *
 * <p>The time it takes tells nothing about the secret: comparison is constant-time, every key is tried, and an unknown
 * partner (an empty ring) costs what a known one with one key does. It does tell a ring of two keys from a ring of one,
 * by one HMAC over the body; that much is accepted.
 */
public final class Verifier {
    /** How far {@code webhook-timestamp} may lie from now, to both sides, inclusive. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The most {@code v1} signatures in one request; more than any rotation needs. */
    public static final int MAX_SIGNATURES = 16;

    static final String VERSION = "v1,";

    private static final int MAX_SIGNATURE_LENGTH = 4_096;
    private static final int MAC_BYTES = 32;
    private static final Pattern TIMESTAMP = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Keyring NOBODY = Keyring.of(new Keyring.Key("nobody", Secret.generate(new SecureRandom())));

    private static final WithBody WITHOUT_BODY = new WithBody() {
        @Override
        public Verdict standard(String id, String timestamp, List<byte[]> candidates) {
            return new Forged();
        }

        @Override
        public Verdict hmac(String hex) {
            return new Forged();
        }
    };

    private Verifier() {}

    /** The canonical form of a body, for a receiver that needs it again after verifying, or bounds when it is computed. */
    @FunctionalInterface
    public interface CanonicalForm {
        /**
         * Its bytes.
         *
         * @throws NotCanonicalizable if there is none
         */
        byte[] bytes() throws NotCanonicalizable;
    }

    /**
     * Verifies one request.
     *
     * <p>If any Standard Webhooks header is present, all three must be and only they count: a request never falls back
     * to the scheme without a time. Otherwise {@code X-HMAC-Signature} counts and, only where that is absent,
     * {@code X-Partner-Signature}, each over the canonical form of the body. What is accepted is narrow on purpose:
     *
     * <ul>
     *   <li>an id of 1 to 64 of {@code A-Z a-z 0-9 _ -}; a timestamp of 1 to 12 digits without sign or leading zero
     *   <li>at most {@link #MAX_SIGNATURES} {@code v1} signatures, each the padded base64 of 32 bytes, in at most 4,096
     *       characters; signatures of other versions are skipped
     *   <li>hex in lower case only, as Python's {@code hexdigest} writes and its {@code compare_digest} wants it
     * </ul>
     *
     * @param ring the partner's keys; empty for an unknown partner, for whom nothing is valid
     * @param headers those of the request
     * @param body the bytes as they arrived, before any parsing; over 1 MiB the X-* headers do not verify
     * @param now by the receiver's clock
     * @return what it came to; never an exception
     */
    public static Verdict verify(Keyring ring, SignatureHeaders.Lookup headers, byte[] body, Instant now) {
        return verify(ring, headers, body, () -> CanonicalJson.of(body), now);
    }

    /**
     * Verifies one request as {@link #verify(Keyring, SignatureHeaders.Lookup, byte[], Instant)} does.
     *
     * @param ring the partner's keys; empty for an unknown partner, for whom nothing is valid
     * @param headers those of the request
     * @param body the bytes as they arrived
     * @param canonical the canonical form of {@code body}; asked for only where an X-* header counts and is well-formed
     * @param now by the receiver's clock
     * @return what it came to; an exception only if {@code canonical} throws an unchecked one
     */
    public static Verdict verify(
            Keyring ring, SignatureHeaders.Lookup headers, byte[] body, CanonicalForm canonical, Instant now) {
        return judge(headers, now, new WithBody() {
            @Override
            public Verdict standard(String id, String timestamp, List<byte[]> candidates) {
                return judge(
                        ring,
                        Scheme.STANDARD_WEBHOOKS,
                        candidates,
                        secret -> Hmac.ofMessage(secret, id, timestamp, body));
            }

            @Override
            public Verdict hmac(String hex) {
                return overCanonical(ring, hex, canonical);
            }
        });
    }

    /**
     * Looks at the headers alone, for a receiver that refuses a request before it reads the body.
     *
     * @param headers those of the request
     * @param now by the receiver's clock
     * @return the Missing, Malformed or Stale that every body would get; null if the answer depends on the body
     */
    public static @Nullable Verdict faultOfHeaders(SignatureHeaders.Lookup headers, Instant now) {
        Verdict verdict = judge(headers, now, WITHOUT_BODY);
        return verdict instanceof Forged ? null : verdict;
    }

    private static Verdict judge(SignatureHeaders.Lookup headers, Instant now, WithBody body) {
        String id = headers.value(SignatureHeaders.WEBHOOK_ID);
        String timestamp = headers.value(SignatureHeaders.WEBHOOK_TIMESTAMP);
        String signatures = headers.value(SignatureHeaders.WEBHOOK_SIGNATURE);
        if (id != null || timestamp != null || signatures != null) {
            return standard(id, timestamp, signatures, now, body);
        }
        String hmac = headers.value(SignatureHeaders.X_HMAC_SIGNATURE);
        if (hmac != null) {
            return hmac(SignatureHeaders.X_HMAC_SIGNATURE, hmac, body);
        }
        String partner = headers.value(SignatureHeaders.X_PARTNER_SIGNATURE);
        return partner == null
                ? new Missing(SignatureHeaders.X_HMAC_SIGNATURE)
                : hmac(SignatureHeaders.X_PARTNER_SIGNATURE, partner, body);
    }

    private static Verdict standard(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, Instant now, WithBody body) {
        if (id == null) {
            return new Missing(SignatureHeaders.WEBHOOK_ID);
        }
        if (timestamp == null) {
            return new Missing(SignatureHeaders.WEBHOOK_TIMESTAMP);
        }
        if (signatures == null) {
            return new Missing(SignatureHeaders.WEBHOOK_SIGNATURE);
        }
        if (!Hmac.MESSAGE_ID.matcher(id).matches()) {
            return new Malformed(SignatureHeaders.WEBHOOK_ID);
        }
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            return new Malformed(SignatureHeaders.WEBHOOK_TIMESTAMP);
        }
        List<byte[]> candidates = candidates(signatures);
        if (candidates.isEmpty()) {
            return new Malformed(SignatureHeaders.WEBHOOK_SIGNATURE);
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        if (age.abs().compareTo(TOLERANCE) > 0) {
            return new Stale(age);
        }
        return body.standard(id, timestamp, candidates);
    }

    /** Every v1 signature of the header; none if one of them is malformed or there are too many. */
    private static List<byte[]> candidates(String header) {
        List<byte[]> candidates = new ArrayList<>();
        if (header.length() > MAX_SIGNATURE_LENGTH) {
            return candidates;
        }
        for (String signature : header.split(" ")) {
            if (signature.startsWith(VERSION)) {
                byte[] mac = StrictBase64.decode(signature.substring(VERSION.length()));
                if (mac == null || mac.length != MAC_BYTES || candidates.size() == MAX_SIGNATURES) {
                    return List.of();
                }
                candidates.add(mac);
            }
        }
        return candidates;
    }

    private static Verdict hmac(String header, String hex, WithBody body) {
        return HEX.matcher(hex).matches() ? body.hmac(hex) : new Malformed(header);
    }

    private static Verdict overCanonical(Keyring ring, String hex, CanonicalForm form) {
        try {
            byte[] canonical = form.bytes();
            List<byte[]> candidate = List.of(HexFormat.of().parseHex(hex));
            return judge(ring, Scheme.HMAC_HEADER, candidate, secret -> Hmac.ofCanonical(secret, canonical));
        } catch (NotCanonicalizable _) {
            return new Malformed("body");
        }
    }

    private static Verdict judge(
            Keyring ring, Scheme scheme, List<byte[]> candidates, Function<Secret, byte[]> expected) {
        boolean known = !ring.keys().isEmpty();
        String signer = null;
        for (Keyring.Key key : (known ? ring : NOBODY).keys()) {
            byte[] mac = expected.apply(key.secret());
            boolean equal = false;
            for (byte[] candidate : candidates) {
                equal |= MessageDigest.isEqual(mac, candidate);
            }
            if (equal && signer == null) {
                signer = key.id();
            }
        }
        return known && signer != null ? new Valid(signer, scheme) : new Forged();
    }

    /** Judges well-formed headers together with the body. */
    private interface WithBody {
        Verdict standard(String id, String timestamp, List<byte[]> candidates);

        Verdict hmac(String hex);
    }
}
