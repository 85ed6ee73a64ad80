package dev.comanda.database.encryption;

import java.util.Arrays;

/** A value as it is stored: the nonce (12 bytes), then AES-GCM's output, and which key made it. */
@SuppressWarnings("ArrayRecordComponent") // compared by content, see equals
public record Encrypted(String keyId, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Encrypted that && keyId.equals(that.keyId) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * keyId.hashCode() + Arrays.hashCode(bytes);
    }
}
