package dev.comanda.database.start;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Says what a service cannot start without. Found by {@link java.util.ServiceLoader} and asked before anything is
 * started, so that all complaints are shown at once instead of one per attempt.
 */
public interface StartupCheck {
    /**
     * One sentence for each missing thing, such as {@code COMANDA_OPERATOR_TOKEN is not set}; empty when nothing is. It
     * never holds the value of a secret.
     *
     * @param profile the Quarkus profile: {@code prod}, {@code demo}, {@code test} or {@code dev}
     */
    List<String> missing(String profile, Config config);
}
