package dev.comanda.payments.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeSignatureTest {
    private static final String SECRET = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";
    private static final String BODY = "{\"id\":\"evt_1\",\"note\":\"señal\"}";
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00.900Z");

    private final StripeSignature signature = new StripeSignature(List.of("", "whsec_before", SECRET));

    @Test
    void takesWhatStripesOwnLibrarySigns() throws Exception {
        assertThat(verify(header(BODY, SECRET, NOW.getEpochSecond()), BODY)).isEqualTo(new Verdict.Valid());
        assertThat(verify(header(BODY, "whsec_before", NOW.getEpochSecond()), BODY))
                .isEqualTo(new Verdict.Valid());
    }

    @Test
    void agreesWithAVectorComputedElsewhere() {
        // printf '1769968800.{}' | openssl dgst -sha256 -hmac whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH
        assertThat(verify("t=1769968800,v1=6e394a110fb0190fd9d6d283ebb52b80b8429f8047c50df9930ce5381ad90e7a", "{}"))
                .isEqualTo(new Verdict.Valid());
    }

    @ParameterizedTest
    @CsvSource({
        "0, valid",
        "300, valid",
        "301, signature_stale",
        "86400, signature_stale",
        "-300, valid",
        "-301, signature_from_the_future",
        "-86400, signature_from_the_future"
    })
    void isGoodForFiveMinutesToBothSides(long age, String verdict) throws Exception {
        String header = header(BODY, SECRET, NOW.getEpochSecond() - age);

        assertThat(verify(header, BODY))
                .isEqualTo(verdict.equals("valid") ? new Verdict.Valid() : new Verdict.Refused(verdict));
    }

    @Test
    void anySignatureOfSeveralMayFit() throws Exception {
        String right = header(BODY, SECRET, NOW.getEpochSecond());
        String t = right.substring(0, right.indexOf(','));
        String v1 = right.substring(right.indexOf(',') + 1);

        assertThat(verify(t + ",v1=00," + v1 + ",v0=old", BODY)).isEqualTo(new Verdict.Valid());
        assertThat(verify(t + ", " + v1, BODY)).isEqualTo(new Verdict.Valid());
        assertThat(verify(t + ",v0=" + v1.substring(3), BODY)).isEqualTo(new Verdict.Refused("signature_wrong"));
    }

    @Test
    void anotherBodySecretOrTimeIsWrong() throws Exception {
        String header = header(BODY, SECRET, NOW.getEpochSecond());

        assertThat(verify(header, BODY + " ")).isEqualTo(new Verdict.Refused("signature_wrong"));
        assertThat(verify(header(BODY, "whsec_other", NOW.getEpochSecond()), BODY))
                .isEqualTo(new Verdict.Refused("signature_wrong"));
        assertThat(verify(header.replace("t=" + NOW.getEpochSecond(), "t=" + (NOW.getEpochSecond() + 1)), BODY))
                .isEqualTo(new Verdict.Refused("signature_wrong"));
    }

    @Test
    void withoutASecretNothingIsAuthentic() throws Exception {
        String header = header(BODY, SECRET, NOW.getEpochSecond());

        assertThat(new StripeSignature(List.of("", " "))
                        .verify(request(List.of(header), BODY.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(new Verdict.Refused("signature_wrong"));
    }

    @Test
    void aHeaderThatIsMissingOrThereTwiceIsNone() throws Exception {
        String header = header(BODY, SECRET, NOW.getEpochSecond());
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);

        assertThat(signature.verify(request(List.of(), body))).isEqualTo(new Verdict.Refused("signature_missing"));
        assertThat(signature.verify(request(List.of(header, header), body)))
                .isEqualTo(new Verdict.Refused("signature_missing"));
    }

    @Test
    void theBytesAreSignedWhateverTheyAre() throws Exception {
        byte[] body = {(byte) 0xff, (byte) 0xfe, 0, '{'};

        assertThat(signature.verify(request(List.of("t=1769968800,v1=00"), body)))
                .isEqualTo(new Verdict.Refused("signature_wrong"));
    }

    @Test
    void hostileHeadersAreRefusedAndNeverThrow() throws Exception {
        String good = header(BODY, SECRET, NOW.getEpochSecond());
        List<String> hostile = new ArrayList<>(List.of(
                "",
                ",",
                "=",
                "t",
                "t=",
                "v1",
                "v1=",
                "t=,v1=",
                "t=v1",
                "t=1",
                "t=abc,v1=00",
                "t=-1,v1=00",
                "t=+1,v1=00",
                "t=1e9,v1=00",
                "t=0x1,v1=00",
                "t=" + "9".repeat(400) + ",v1=00",
                "t=9223372036854775808,v1=00",
                "t=١٧٦٩٩٦٨٨٠٠,v1=00",
                "t=1769968800",
                "t=1769968800,v1",
                "t=1769968800,v1=\0",
                "t=1769968800,t=1769968800,v1=00",
                "t= 1769968800,v1=00",
                "T=1769968800,V1=00",
                good.replace(",", ";"),
                good.replace("t=", "t=0"),
                good.toUpperCase(java.util.Locale.ROOT),
                "v1=\ud800,t=1769968800",
                "t=1769968800" + ",v1=00".repeat(10_000),
                "t=1769968800" + ",".repeat(100_000),
                "=".repeat(100_000)));
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder broken = new StringBuilder(good);
            for (int change = 0; change <= random.nextInt(4); change++) {
                broken.setCharAt(random.nextInt(broken.length()), (char) random.nextInt(i % 2 == 0 ? 128 : 65_536));
            }
            hostile.add(broken.toString());
        }

        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        assertThat(hostile)
                .hasSizeGreaterThan(1_000)
                .filteredOn(header -> !header.equals(good))
                .allSatisfy(header -> assertThat(signature.verify(request(List.of(header), body)))
                        .isInstanceOf(Verdict.Refused.class));
    }

    private Verdict verify(String header, String body) {
        return signature.verify(request(List.of(header), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static WebhookRequest request(List<String> headers, byte[] body) {
        return new WebhookRequest(body, Map.of("stripe-signature", headers), Map.of(), NOW);
    }

    private static String header(String body, String secret, long at) throws Exception {
        return Webhook.Signature.generateSignatureHeader(body, secret, at);
    }
}
