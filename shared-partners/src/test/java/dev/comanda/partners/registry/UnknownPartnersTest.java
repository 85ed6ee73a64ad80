package dev.comanda.partners.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.partners.Senders;
import dev.comanda.signing.Secret;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The time of a refusal must not tell which partner ids exist. */
@QuarkusTest
class UnknownPartnersTest {
    @Inject
    Jdbi jdbi;

    @Test
    void anUnknownPartnerCostsAsManyDecryptionsAsAKnownOne() {
        Counting cipher = new Counting();
        PartnerSecrets secrets = new PartnerSecrets(jdbi, cipher);
        Senders.register("known", "http://127.0.0.1:9/nowhere");
        try {
            jdbi.useHandle(db -> db.execute("delete from partner_secret where partner_id = 'known'"));
            secrets.insert("known", "k1", new Secret("a_secret_of_at_least_24_characters"), Instant.now());

            assertThat(secrets.signatory("known", Instant.now())).isPresent();
            assertThat(cipher.decrypted).hasValue(1);
            assertThat(secrets.signatory("unknown", Instant.now())).isEmpty();
            assertThat(cipher.decrypted).hasValue(2);
        } finally {
            given().delete("/partners/known").then().statusCode(204);
        }
    }

    private static final class Counting extends ColumnCipher {
        final AtomicInteger decrypted = new AtomicInteger();

        Counting() {
            super(List.of("test:" + Base64.getEncoder().encodeToString(new byte[32])));
        }

        @Override
        public byte[] decrypt(Encrypted encrypted, String owner) {
            decrypted.incrementAndGet();
            return super.decrypt(encrypted, owner);
        }
    }
}
