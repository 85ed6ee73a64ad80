package dev.comanda.partners.registry;

import dev.comanda.web.json.OptionalBody;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change of API key: both open the partner's own paths for {@code overlap}, 24 h unless it is given, 0 to 7 days. */
@OptionalBody
record KeyRotation(@Nullable Duration overlap) {
    /** The one answer that shows the new key. */
    @Schema(name = "RotatedApiKey")
    record Rotated(String partnerId, String apiKey, Instant previousUntil) {
        @Override
        public String toString() {
            return "Rotated[" + partnerId + "]";
        }
    }
}
