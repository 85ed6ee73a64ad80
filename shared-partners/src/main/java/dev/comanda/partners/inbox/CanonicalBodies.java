package dev.comanda.partners.inbox;

import dev.comanda.signing.CanonicalJson;
import dev.comanda.signing.NotCanonicalizable;
import dev.comanda.signing.Verifier;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings bodies into canonical form, each at most once. A stranger chooses the body, and a large one can cost tens of
 * milliseconds before its signature is known to be false: such bodies take at most half of the CPUs at once.
 */
@ApplicationScoped
class CanonicalBodies {
    static final int LARGEST_WITHOUT_PERMIT = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore permits;
    private final Duration patience;
    private final Canonicaliser canonicaliser;

    @Inject
    CanonicalBodies() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), PATIENCE, CanonicalJson::of);
    }

    CanonicalBodies(int permits, Duration patience, Canonicaliser canonicaliser) {
        this.permits = new Semaphore(permits, true);
        this.patience = patience;
        this.canonicaliser = canonicaliser;
    }

    /** The canonical form of this body, computed when it is first asked for. */
    Verifier.CanonicalForm of(byte[] body) {
        return new Once(body);
    }

    private byte[] canonical(byte[] body) throws NotCanonicalizable {
        if (body.length <= LARGEST_WITHOUT_PERMIT) {
            return canonicaliser.of(body);
        }
        takePermit();
        try {
            return canonicaliser.of(body);
        } finally {
            permits.release();
        }
    }

    private void takePermit() {
        try {
            if (permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.unavailable("Too many large bodies are in hand.", patience);
    }

    @FunctionalInterface
    interface Canonicaliser {
        byte[] of(byte[] body) throws NotCanonicalizable;
    }

    private final class Once implements Verifier.CanonicalForm {
        private final byte[] body;
        private byte @Nullable [] canonical;

        Once(byte[] body) {
            this.body = body;
        }

        @Override
        public byte[] bytes() throws NotCanonicalizable {
            if (canonical == null) {
                canonical = canonical(body);
            }
            return canonical;
        }
    }
}
