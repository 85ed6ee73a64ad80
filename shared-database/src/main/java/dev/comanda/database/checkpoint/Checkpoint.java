package dev.comanda.database.checkpoint;

import dev.comanda.database.start.StartupCheck;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The moments of an event's and of a payment's way at which a crash would hurt most if the design were wrong. A test names one of them in a
 * file, and the next time a process gets there it is gone, as by SIGKILL. Nothing happens without such a file, and in
 * production a service that is told of one does not start.
 */
@ApplicationScoped
public class Checkpoint {
    static final String FILE = "comanda.test.halt-at";

    private static final Set<String> PROFILES = Set.of("demo", "test");
    private static final int AS_BY_SIGKILL = 137;

    private final Optional<Path> file;

    Checkpoint(@ConfigProperty(name = FILE) Optional<Path> file) {
        this.file = file.filter(_ -> PROFILES.containsAll(ConfigUtils.getProfiles()));
    }

    public void reached(Moment moment) {
        if (file.isPresent() && isNamed(moment, file.get())) {
            Runtime.getRuntime().halt(AS_BY_SIGKILL);
        }
    }

    /** Whether a test may end this process at all. */
    public boolean isArmed() {
        return file.isPresent();
    }

    private static boolean isNamed(Moment moment, Path file) {
        try {
            return Files.exists(file) && Files.readString(file).strip().equals(moment.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order in which an event, and then a payment, gets there. */
    public enum Moment {
        /** Its publication has committed; nobody was woken, nobody has the answer. */
        PUBLISHED,
        /** A delivery is read and numbered; the call has not begun. */
        CLAIMED,
        /** The receiver has taken a batch of webhooks from its queue; nothing of them is written. */
        QUEUED,
        /** The receiver's rows are written, and not committed. */
        STORING,
        /** The receiver's rows are committed; no sender of them has its answer. */
        STORED,
        /** The first sender of a batch has its answer, the others have not. */
        ANSWERED,
        /** The effect is written, and not committed. */
        HANDLING,
        /** The sender has the answer, and nothing of it in its database. */
        CALLED,
        /** The sender has the answers of several calls, and nothing of them in its database. */
        GATHERED,
        /** The sender's record is written, and not committed. */
        RECORDING,
        /** A payment and its operation are committed; its provider has not been asked. */
        ORDERED,
        /** The provider has done it; nothing of its answer is in our database. */
        CHARGED,
        /** A provider's webhook is committed; the provider has no answer. */
        NOTIFIED,
        /** What a webhook says is entered and has had its effects, and is not committed. */
        APPLYING,
        /** The mail server has taken a mail; that it did is not committed. */
        MAILED
    }

    /** Keeps what tests may do to a process out of production. */
    public static final class Refusal implements StartupCheck {
        @Override
        public List<String> missing(String profile, Config config) {
            boolean told = config.getOptionalValue(FILE, String.class).isPresent();
            return told && !PROFILES.contains(profile)
                    ? List.of(FILE + " is set, which lets a file end the process: it is for tests only")
                    : List.of();
        }
    }
}
