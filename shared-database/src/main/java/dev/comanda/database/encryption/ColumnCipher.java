package dev.comanda.database.encryption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts single columns with AES-256-GCM (NIST SP 800-38D: 12-byte random nonce, 128-bit tag). Each value is bound to
 * an owner that the caller names, such as a partner or an event: who can write to the table cannot move a value to another
 * owner, but can put back an older value of the same owner.
 */
@ApplicationScoped
public class ColumnCipher {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte SEALED = 1;
    private static final String SEALED_TEXT = "sealed:";
    private static final Pattern TEXT = Pattern.compile(SEALED_TEXT + "([^\\s:]+):([A-Za-z0-9+/]{38,}={0,2})");

    /** 32 bytes are 43 characters of base64, with or without the one that fills them up. */
    private static final Pattern ENTRY = Pattern.compile("\\s*([^\\s:]{1,60})\\s*:\\s*([A-Za-z0-9+/]{43}=?)\\s*");

    private final Map<String, SecretKey> keys;
    private final String currentKeyId;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public ColumnCipher(EncryptionConfig config) {
        this(config.keys()
                .orElseGet(() -> List.of(readOrMake(config.keyFile()
                        .orElseThrow(
                                () -> new IllegalStateException("no encryption key: set COMANDA_ENCRYPTION_KEY"))))));
    }

    /** With keys written as {@link EncryptionConfig#keys()} says; refuses an empty list and what is no such entry. */
    public ColumnCipher(List<String> entries) {
        this.keys = parse(entries);
        this.currentKeyId = keys.keySet().iterator().next();
    }

    /** Encrypts {@code clear} for the row that {@code owner} names. */
    public Encrypted encrypt(byte[] clear, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, currentKeyId, nonce, clear, 0, owner);
        byte[] stored = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, stored, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, stored, NONCE_BYTES, sealed.length);
        return new Encrypted(currentKeyId, stored);
    }

    /**
     * The clear bytes; throws IllegalStateException when the key is gone, the row is another, or a bit was changed or is
     * missing.
     */
    public byte[] decrypt(Encrypted encrypted, String owner) {
        return run(Cipher.DECRYPT_MODE, encrypted.keyId(), encrypted.bytes(), encrypted.bytes(), NONCE_BYTES, owner);
    }

    /**
     * Encrypts {@code clear} into one value that names its key, so that a column needs no second one for it.
     *
     * @see #open
     */
    public byte[] seal(byte[] clear, String owner) {
        Encrypted encrypted = encrypt(clear, owner);
        byte[] keyId = encrypted.keyId().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + keyId.length + encrypted.bytes().length)
                .put(SEALED)
                .put((byte) keyId.length)
                .put(keyId)
                .put(encrypted.bytes())
                .array();
    }

    /**
     * The clear bytes of a value that {@link #seal} made. A value that does not begin as such a value does is returned as it
     * is: it was stored before the column was encrypted. No JSON text begins that way.
     */
    public byte[] open(byte[] stored, String owner) {
        if (stored.length < 2 || stored[0] != SEALED) {
            return stored;
        }
        int keyEnd = Math.min(2 + Byte.toUnsignedInt(stored[1]), stored.length);
        String keyId = new String(stored, 2, keyEnd - 2, StandardCharsets.UTF_8);
        return decrypt(new Encrypted(keyId, Arrays.copyOfRange(stored, keyEnd, stored.length)), owner);
    }

    /** Encrypts {@code clear} for a text column, as {@code sealed:<key id>:<base64>}. */
    public String sealText(String clear, String owner) {
        Encrypted encrypted = encrypt(clear.getBytes(StandardCharsets.UTF_8), owner);
        return SEALED_TEXT + encrypted.keyId() + ":" + Base64.getEncoder().encodeToString(encrypted.bytes());
    }

    /** The clear text of a value that {@link #sealText} made; other text is returned as it is. */
    public String openText(String stored, String owner) {
        Matcher sealed = TEXT.matcher(stored);
        if (!sealed.matches()) {
            return stored;
        }
        byte[] bytes = Base64.getDecoder().decode(sealed.group(2));
        return new String(decrypt(new Encrypted(sealed.group(1), bytes), owner), StandardCharsets.UTF_8);
    }

    /** The id of the key that encrypts new values. */
    public String currentKeyId() {
        return currentKeyId;
    }

    /** The ids of all configured keys. */
    public Set<String> keyIds() {
        return keys.keySet();
    }

    /**
     * A keyed digest that tells whether two values are the same without letting anybody without the key guess them:
     * {@code <key id>:<hex of HMAC-SHA256>}.
     */
    public String fingerprint(byte[] value) {
        return fingerprint(currentKeyId, value);
    }

    /** Whether {@code fingerprint} was made of this value, with any of the configured keys. */
    public boolean isFingerprintOf(String fingerprint, byte[] value) {
        return keys.keySet().stream()
                .anyMatch(keyId -> MessageDigest.isEqual(
                        fingerprint.getBytes(StandardCharsets.UTF_8),
                        fingerprint(keyId, value).getBytes(StandardCharsets.UTF_8)));
    }

    private String fingerprint(String keyId, byte[] value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(keyId).getEncoded(), "HmacSHA256"));
            mac.update("comanda fingerprint\0".getBytes(StandardCharsets.UTF_8));
            return keyId + ":" + HexFormat.of().formatHex(mac.doFinal(value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private SecretKey key(String keyId) {
        SecretKey key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("encryption key '" + keyId + "' is not configured any more");
        }
        return key;
    }

    private byte[] run(int mode, String keyId, byte[] nonce, byte[] input, int from, String owner) {
        SecretKey key = key(keyId);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input, from, input.length - from);
        } catch (GeneralSecurityException | IllegalArgumentException e) { // the latter where bytes are missing
            throw new IllegalStateException("a value of '" + owner + "' cannot be read with key '" + keyId + "'", e);
        }
    }

    private static Map<String, SecretKey> parse(List<String> entries) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String entry : entries) {
            Matcher written = ENTRY.matcher(entry);
            if (!written.matches()) {
                throw new IllegalStateException("an encryption key is written <key id>:<base64 of 32 bytes>; entry "
                        + (keys.size() + 1) + " is not");
            }
            SecretKey key = new SecretKeySpec(Base64.getDecoder().decode(written.group(2)), "AES");
            if (keys.putIfAbsent(written.group(1), key) != null) {
                throw new IllegalStateException("encryption key '" + written.group(1) + "' is configured twice");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("no encryption key: set COMANDA_ENCRYPTION_KEY");
        }
        return keys;
    }

    private static String readOrMake(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[32];
                new SecureRandom().nextBytes(key);
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, "local:" + Base64.getEncoder().encodeToString(key));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + file + " cannot be read or made", e);
        }
    }
}
