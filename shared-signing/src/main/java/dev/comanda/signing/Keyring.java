package dev.comanda.signing;

import java.util.List;

/**
 * The secrets that count for one partner at this moment: one, or two while the old one is being replaced.
 *
 * @param keys the first is the preferred one: the X-* headers hold one value and are signed with it. None at all stands
 *     for a partner nobody knows: nothing verifies then, after the same work
 */
public record Keyring(List<Key> keys) {
    /** A secret with the name by which a verdict tells which one it was. */
    public record Key(String id, Secret secret) {}

    public Keyring {
        keys = List.copyOf(keys);
    }

    /** The ring of these keys, the preferred one first. */
    public static Keyring of(Key... keys) {
        return new Keyring(List.of(keys));
    }
}
