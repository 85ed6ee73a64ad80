package dev.comanda.partners.registry;

import dev.comanda.signing.Secret;
import dev.comanda.web.json.OptionalBody;
import dev.comanda.web.problem.ProblemException;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A change of secret: for {@code overlap} (24 h unless said, 0 to 7 days) both are accepted and both sign; zero is for a
 * secret that somebody else has seen.
 */
@OptionalBody
record Rotation(
        @Nullable Duration overlap,
        @Nullable @Size(max = 128) String sharedSecret) {
    private static final Duration LONGEST = Duration.ofDays(7);

    Duration overlapOrDefault() {
        return orDefault(overlap);
    }

    /** What was asked for, or a day; else a 400. */
    static Duration orDefault(@Nullable Duration overlap) {
        Duration wanted = overlap == null ? Duration.ofDays(1) : overlap;
        if (wanted.isNegative() || wanted.compareTo(LONGEST) > 0) {
            throw ProblemException.invalid("overlap", "This field is a duration from PT0S to P7D, such as PT24H.");
        }
        return wanted;
    }

    @Nullable Secret adopted() {
        return sharedSecret == null ? null : Registration.adopt(sharedSecret);
    }

    /** The one answer that shows the new secret. */
    @Schema(name = "RotatedSecret")
    record Rotated(String partnerId, String keyId, String sharedSecret, Instant previousUntil) {
        @Override
        public String toString() {
            return "Rotated[" + partnerId + " " + keyId + "]";
        }
    }
}
