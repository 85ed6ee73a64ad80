package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.signing.Verdict.Valid;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Signed requests changed at random places: none makes the verifier throw, and none still verifies. */
class VerifierFuzzTest {
    private static final int REQUESTS = 20_000;
    private static final Instant NOW = Instant.parse("2026-02-01T18:00:00Z");
    private static final String BODY = "{\"a\":[1,2.5,{\"b\":\"x\"}],\"event_id\":\"evt_1\"}";
    private static final Keyring RING = Keyring.of(
            new Keyring.Key("new", new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
            new Keyring.Key("old", new Secret("shared_secret_chuwue_findyourwork")));
    private static final Request STANDARD = Request.signed(RING, "evt_1", NOW, BODY);
    private static final Request HMAC = STANDARD.withoutStandardHeaders();
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            ",",
            "v1",
            "v1,",
            "v1,=",
            "v1,AAAA",
            "v1a,x",
            "\0",
            "\n",
            "é",
            "\ud800",
            "\ud83d\ude00",
            "0",
            "-1",
            "٣",
            "NaN",
            "=",
            "9".repeat(30),
            "a".repeat(100_000),
            "v1,".repeat(2_000),
            " ".repeat(50_000),
            "[".repeat(5_000));

    private final Random random = new Random(20_260_201);

    @Test
    void aChangedRequestNeitherThrowsNorVerifies() {
        assertThat(STANDARD.verify(RING, NOW)).isEqualTo(new Valid("new", Scheme.STANDARD_WEBHOOKS));
        assertThat(HMAC.verify(RING, NOW)).isEqualTo(new Valid("new", Scheme.HMAC_HEADER));
        TreeMap<String, Integer> verdicts = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            Request signed = random.nextBoolean() ? STANDARD : HMAC;
            Request changed = changed(signed);
            Verdict verdict = changed.verify(RING, NOW);

            if (!saysTheSame(signed, changed)) {
                assertThat(verdict).as(changed::toString).isNotInstanceOf(Valid.class);
                verdicts.merge(verdict.getClass().getSimpleName(), 1, Integer::sum);
            }
            assertThat(changed.verify(Keyring.of(), NOW)).isNotInstanceOf(Valid.class);
            assertThat(Verifier.faultOfHeaders(changed, NOW))
                    .as(changed::toString)
                    .isEqualTo(dependsOnBody(verdict) ? null : verdict);
        }
        assertThat(verdicts.keySet()).containsExactly("Forged", "Malformed", "Missing", "Stale");
        assertThat(verdicts.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(REQUESTS / 2);
    }

    private static boolean dependsOnBody(Verdict verdict) {
        return switch (verdict) {
            case Valid _, Verdict.Forged _ -> true;
            case Verdict.Malformed(String part) -> part.equals("body");
            case Verdict.Missing _, Verdict.Stale _ -> false;
        };
    }

    private Request changed(Request request) {
        List<String> names = request.headers().keySet().stream()
                .filter(name -> !name.equals("X-Partner-Signature"))
                .toList();
        if (random.nextInt(4) == 0) {
            byte[] body = changed(new String(request.body(), ISO_8859_1)).getBytes(ISO_8859_1);
            return new Request(request.headers(), body);
        }
        String name = names.get(random.nextInt(names.size()));
        return random.nextInt(20) == 0
                ? request.without(name, "X-Partner-Signature")
                : request.with(name, changed(request.header(name)));
    }

    private String changed(String text) {
        int from = random.nextInt(text.length());
        int to = from + 1 + random.nextInt(text.length() - from);
        String head = text.substring(0, from);
        String tail = text.substring(from + 1);
        return switch (random.nextInt(8)) {
            case 0 -> HOSTILE.get(random.nextInt(HOSTILE.size()));
            case 1 -> head + HOSTILE.get(random.nextInt(HOSTILE.size())) + text.substring(from);
            case 2 -> head + tail;
            case 3 -> head;
            case 4 -> head + text.substring(to);
            case 5 -> text + text.substring(from, to);
            case 6 -> head + (char) (text.charAt(from) ^ (1 << random.nextInt(7))) + tail;
            default -> head + (char) random.nextInt(Character.MAX_VALUE) + tail;
        };
    }

    /** Whether what the signer signed is still there: a change of spacing, or of a signature beside a whole one. */
    private static boolean saysTheSame(Request signed, Request changed) {
        if (signed.value("webhook-id") == null) {
            return Objects.equals(signed.value("X-HMAC-Signature"), changed.value("X-HMAC-Signature"))
                    && meansTheSame(changed.body());
        }
        return Objects.equals(signed.value("webhook-id"), changed.value("webhook-id"))
                && Objects.equals(signed.value("webhook-timestamp"), changed.value("webhook-timestamp"))
                && Arrays.equals(signed.body(), changed.body())
                && !Collections.disjoint(signatures(signed), signatures(changed));
    }

    private static boolean meansTheSame(byte[] body) {
        try {
            return new String(CanonicalJson.of(body), ISO_8859_1).equals(BODY);
        } catch (NotCanonicalizable _) {
            return false;
        }
    }

    private static List<String> signatures(Request request) {
        String header = request.value("webhook-signature");
        return header == null ? List.of() : List.of(header.split(" "));
    }
}
