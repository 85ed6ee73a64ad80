package dev.comanda.payments.mock;

import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** What each mock account signs with: made at random by whichever replica needs it first, the same in all of them. */
@ApplicationScoped
class MockSecrets {
    private final Jdbi jdbi;
    private final ColumnCipher cipher;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Keyring> known = new ConcurrentHashMap<>();

    MockSecrets(Jdbi jdbi, ColumnCipher cipher) {
        this.jdbi = jdbi;
        this.cipher = cipher;
    }

    Keyring of(String variant) {
        return known.computeIfAbsent(
                variant, name -> QuarkusTransaction.requiringNew().call(() -> readOrMake(name)));
    }

    private Keyring readOrMake(String variant) {
        String owner = "mock_secret/" + variant;
        Encrypted fresh = cipher.encrypt(Secret.generate(random).value().getBytes(StandardCharsets.UTF_8), owner);
        Row row = jdbi.withHandle(db -> {
            db.createUpdate("""
                            insert into mock_secret (variant, ciphertext, encryption_key_id) values (:variant, :bytes, :key)
                            on conflict (variant) do nothing
                            """)
                    .bind("variant", variant)
                    .bind("bytes", fresh.bytes())
                    .bind("key", fresh.keyId())
                    .execute();
            return db.createQuery("select ciphertext, encryption_key_id from mock_secret where variant = :variant")
                    .bind("variant", variant)
                    .mapTo(Row.class)
                    .one();
        });
        byte[] secret = cipher.decrypt(new Encrypted(row.encryptionKeyId(), row.ciphertext()), owner);
        return Keyring.of(new Keyring.Key(variant, new Secret(new String(secret, StandardCharsets.UTF_8))));
    }

    /** As stored. */
    @SuppressWarnings("ArrayRecordComponent") // only ever read
    record Row(byte[] ciphertext, String encryptionKeyId) {}
}
