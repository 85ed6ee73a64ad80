package dev.comanda.database.encryption;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keys for columns encrypted at rest. */
@ConfigMapping(prefix = "comanda.encryption")
public interface EncryptionConfig {
    /**
     * {@code <key id>:<base64 of 32 bytes>}, comma separated. The first encrypts; the others only read what they once
     * wrote. Environment: {@code COMANDA_ENCRYPTION_KEY}.
     */
    Optional<List<String>> keys();

    /** Outside {@code prod}: where a key is made and kept when none is configured. */
    Optional<Path> keyFile();
}
