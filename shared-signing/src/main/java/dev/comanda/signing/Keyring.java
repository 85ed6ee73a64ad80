package dev.comanda.signing;

import java.util.List;

/**
 * The secrets that count for one partner at this moment: one, or two while the old one is being replaced.
 *
 * @param keys the first is the preferred one: the X-* headers hold one value and are signed with it. None at all stands
 *     for a partner nobody knows: nothing verifies then, after the same work
 */
public record Keyring(List<Key> keys) {
    /**
     * A secret with a name.
     *
     * @param id by which a {@link Verdict.Valid} tells which secret it was
     * @param secret its value
     */
    public record Key(String id, Secret secret) {}

    /** Keeps a copy: a ring does not change while a request is verified. */
    public Keyring {
        keys = List.copyOf(keys);
    }

    /**
     * A ring of these keys.
     *
     * @param keys the preferred one first; none for an unknown partner
     * @return the ring
     */
    public static Keyring of(Key... keys) {
        return new Keyring(List.of(keys));
    }

    /**
     * The same keys with another one preferred: for a partner that refused what the preferred one had signed.
     *
     * @return the ring with its keys in the opposite order
     */
    public Keyring reversed() {
        return new Keyring(keys.reversed());
    }
}
