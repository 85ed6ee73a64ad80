package dev.comanda.partners.registry;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which event types a partner may send us.
 *
 * @param observer whether it hears everything; by default such a partner may send nothing
 * @param listed what an operator set: types, {@code prefix.*}, or exactly {@code ["*"]}; null for the default
 */
public record MaySend(boolean observer, @Nullable List<String> listed) {
    /** It proves a connection and has no effect, so it is always allowed. */
    private static final String TEST = "webhook.test";

    /** By default an ordinary partner may send any type: what we do not understand is stored and has no effect. */
    public boolean allows(String eventType) {
        if (eventType.equals(TEST)) {
            return true;
        }
        return listed == null ? !observer : listed.stream().anyMatch(entry -> covers(entry, eventType));
    }

    /** As a partner's answer shows it: the default as the types that it stands for, in their order. */
    List<String> shown(Collection<String> understood) {
        if (listed != null) {
            return listed;
        }
        return observer ? List.of() : understood.stream().sorted().toList();
    }

    private static boolean covers(String entry, String eventType) {
        return entry.endsWith("*")
                ? eventType.startsWith(entry.substring(0, entry.length() - 1))
                : entry.equals(eventType);
    }
}
