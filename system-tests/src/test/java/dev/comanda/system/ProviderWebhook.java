package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook as Stripe posts it, signed as Stripe signs it. */
record ProviderWebhook(String body) {
    static final String SECRET = "whsec_0123456789abcdef0123456789abcdef";

    static ProviderWebhook of(String id) {
        long now = Instant.now().getEpochSecond();
        return new ProviderWebhook("""
                {"id":"evt_%1$s","object":"event","type":"payment_intent.succeeded","created":%2$d,"livemode":false,
                 "data":{"object":{"id":"pi_%1$s","object":"payment_intent","amount":25000,"amount_received":25000,
                 "currency":"usd","status":"succeeded","metadata":{}}}}""".formatted(id, now));
    }

    void sendTo(Service service) {
        service.send(
                        "POST",
                        "/payments/process/stripe",
                        "application/json",
                        body.getBytes(UTF_8),
                        "Stripe-Signature",
                        signature(Instant.now().getEpochSecond()))
                .expect(200);
    }

    private String signature(long at) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            byte[] signed = mac.doFinal((at + "." + body).getBytes(UTF_8));
            return "t=" + at + ",v1=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
