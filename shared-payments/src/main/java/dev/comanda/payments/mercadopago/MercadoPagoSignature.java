package dev.comanda.payments.mercadopago;

import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The {@code x-signature} header, {@code ts=<time>,v1=<hex>}: HMAC-SHA256 over
 * {@code id:<data.id of the query>;request-id:<x-request-id>;ts:<ts>;}, a pair left out where its value is absent. The body is
 * not signed. MercadoPago's own libraries disagree on whether the id is lower-cased and on the unit of the time, so both are
 * taken: 10 digits are seconds, 13 are milliseconds.
 */
final class MercadoPagoSignature {
    static final Pattern DATA_ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern HEADER = Pattern.compile("\\s*ts=(\\d{10}|\\d{13})\\s*,\\s*v1=([0-9a-f]{64})\\s*");
    private static final int LONGEST_HEADER = 256;
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /** @param secrets any of them may have signed */
    MercadoPagoSignature(List<String> secrets) {
        this.keys = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    Verdict verify(WebhookRequest request) {
        String id = request.query().get("data.id");
        if (isOfTheOldKind(request, id)) {
            return new Verdict.Refused("ipn");
        }
        String header = request.header("x-signature");
        if (header == null) {
            return new Verdict.Refused("signature_missing");
        }
        String requestId = request.header("x-request-id");
        Matcher parts = HEADER.matcher(header);
        if (header.length() > LONGEST_HEADER
                || !parts.matches()
                || (id != null && !DATA_ID.matcher(id).matches())
                || (requestId != null && requestId.length() > LONGEST_HEADER)) {
            return new Verdict.Refused("signature_malformed");
        }
        String ts = parts.group(1);
        if (!isSigned(id, requestId, ts, parts.group(2))) {
            return new Verdict.Refused("signature_wrong");
        }
        Duration age = Duration.between(time(ts), request.receivedAt());
        if (age.compareTo(TOLERANCE) > 0) {
            return new Verdict.Refused("signature_stale");
        }
        return age.negated().compareTo(TOLERANCE) > 0
                ? new Verdict.Refused("signature_from_the_future")
                : new Verdict.Valid();
    }

    /**
     * Names a notification by what its signature covers, so that its sender alone chooses the name: the object's id, the
     * time, and a digest of the request id.
     */
    static String signedId(WebhookRequest request) {
        Matcher parts = HEADER.matcher(String.valueOf(request.header("x-signature")));
        String requestId = Objects.requireNonNullElse(request.header("x-request-id"), "");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(requestId.getBytes(StandardCharsets.UTF_8));
            return String.valueOf(request.query().get("data.id")).toLowerCase(Locale.ROOT)
                    + "-" + (parts.matches() ? parts.group(1) : "0")
                    + "-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** Notifications in the old format, which nobody signs, and orders, which we never asked for. */
    private static boolean isOfTheOldKind(WebhookRequest request, @Nullable String id) {
        return (id == null && request.query().containsKey("topic"))
                || "merchant_order".equals(request.query().get("topic"))
                || "merchant_order".equals(request.query().get("type"));
    }

    private boolean isSigned(@Nullable String id, @Nullable String requestId, String ts, String signature) {
        byte[] given = signature.getBytes(StandardCharsets.US_ASCII);
        Set<String> manifests = new TreeSet<>(Set.of(manifest(id, requestId, ts)));
        manifests.add(manifest(id == null ? null : id.toLowerCase(Locale.ROOT), requestId, ts));
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            for (String manifest : manifests) {
                signed |= MessageDigest.isEqual(
                        HexFormat.of().formatHex(mac(key, manifest)).getBytes(StandardCharsets.US_ASCII), given);
            }
        }
        return signed;
    }

    private static String manifest(@Nullable String id, @Nullable String requestId, String ts) {
        return (id == null ? "" : "id:" + id + ";")
                + (requestId == null ? "" : "request-id:" + requestId + ";")
                + "ts:" + ts + ";";
    }

    private static Instant time(String ts) {
        long number = Long.parseLong(ts);
        return ts.length() == 13 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
    }

    private static byte[] mac(SecretKeySpec key, String manifest) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(manifest.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }
}
