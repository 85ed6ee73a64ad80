package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.comanda.signing.Verdict.Valid;
import java.net.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The specification's own library on the other side of the wire, by its own clock. */
class StandardWebhooksLibraryTest {
    private static final String BODY = "{\"name\":\"María\",\"price\":250.0}";
    private static final Keyring.Key GENERATED = new Keyring.Key("k2", Secret.generate(new SecureRandom()));
    private static final Keyring.Key SHARED = new Keyring.Key("k1", new Secret("shared_secret_chuwue_findyourwork"));

    @Test
    void theLibraryVerifiesWhatWeSignWithEverySecretOfTheRing() {
        Map<String, List<String>> signed =
                Signer.sign(Keyring.of(GENERATED, SHARED), "evt_1", Instant.now(), BODY.getBytes(UTF_8))
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
        HttpHeaders headers = HttpHeaders.of(signed, (_, _) -> true);

        assertThatCode(() -> library(GENERATED).verify(BODY, headers)).doesNotThrowAnyException();
        assertThatCode(() -> library(SHARED).verify(BODY, headers)).doesNotThrowAnyException();
        assertThatThrownBy(() -> library(SHARED).verify(BODY + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> library(new Keyring.Key("k3", Secret.generate(new SecureRandom())))
                        .verify(BODY, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void weVerifyWhatTheLibrarySigns() throws WebhookSigningException {
        Instant now = Instant.now();
        for (Keyring.Key key : List.of(GENERATED, SHARED)) {
            Request request = Request.unsigned(BODY)
                    .with("Webhook-Id", "msg_1")
                    .with("Webhook-Timestamp", Long.toString(now.getEpochSecond()))
                    .with("Webhook-Signature", library(key).sign("msg_1", now.getEpochSecond(), BODY));

            assertThat(request.verify(Keyring.of(GENERATED, SHARED), now))
                    .isEqualTo(new Valid(key.id(), Scheme.STANDARD_WEBHOOKS));
            assertThat(request.withBody(BODY + " ").verify(Keyring.of(GENERATED, SHARED), now))
                    .isEqualTo(new Verdict.Forged());
        }
    }

    /** As the documentation tells a partner whose secret does not begin with whsec_. */
    private static Webhook library(Keyring.Key key) {
        String secret = key.secret().value();
        return new Webhook(
                secret.startsWith("whsec_")
                        ? secret
                        : "whsec_" + Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
    }
}
