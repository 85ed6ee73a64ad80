package dev.comanda.payments.stripe;

import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code Stripe-Signature} header, {@code t=<unix seconds>,v1=<hex>[,v1=...]}, over {@code <t>.<raw body>}. The
 * library's check throws five kinds of exception at hostile headers and takes signatures from the future.
 */
final class StripeSignature {
    private static final long TOLERANCE_SECONDS = 300;
    private static final Pattern TIMESTAMP = Pattern.compile("[1-9]\\d{0,11}");
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /** @param secrets whole, with their {@code whsec_}; any of them may have signed */
    StripeSignature(List<String> secrets) {
        this.keys = secrets.stream()
                .filter(secret -> !secret.isBlank())
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    Verdict verify(WebhookRequest request) {
        String header = request.header("stripe-signature");
        if (header == null) {
            return new Verdict.Refused("signature_missing");
        }
        List<String> timestamps = values(header, "t=");
        if (timestamps.size() != 1 || !TIMESTAMP.matcher(timestamps.getFirst()).matches()) {
            return new Verdict.Refused("signature_malformed");
        }
        String timestamp = timestamps.getFirst();
        if (!isSigned(timestamp, request.body(), values(header, "v1="))) {
            return new Verdict.Refused("signature_wrong");
        }
        long age = request.receivedAt().getEpochSecond() - Long.parseLong(timestamp);
        if (age > TOLERANCE_SECONDS) {
            return new Verdict.Refused("signature_stale");
        }
        return age < -TOLERANCE_SECONDS ? new Verdict.Refused("signature_from_the_future") : new Verdict.Valid();
    }

    private static List<String> values(String header, String prefix) {
        List<String> values = new ArrayList<>();
        for (String part : header.split(",")) {
            if (part.strip().startsWith(prefix)) {
                values.add(part.strip().substring(prefix.length()));
            }
        }
        return values;
    }

    private boolean isSigned(String timestamp, byte[] body, List<String> signatures) {
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            byte[] expected =
                    HexFormat.of().formatHex(mac(key, timestamp, body)).getBytes(StandardCharsets.US_ASCII);
            for (String signature : signatures) {
                signed |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
            }
        }
        return signed;
    }

    private static byte[] mac(SecretKeySpec key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }
}
