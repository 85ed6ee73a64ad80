package dev.comanda.web.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "comanda.access")
interface AccessConfig {
    /** Anybody may call everything. Only together with {@link #loopbackOnly()}, or in tests. */
    @WithDefault("false")
    boolean open();

    /** Refuses to listen on, or to be reached through, anything but this machine's own loopback. */
    @WithDefault("false")
    boolean loopbackOnly();

    /** What the operator shows as {@code Authorization: Bearer}; at least 16 characters. {@code COMANDA_OPERATOR_TOKEN}. */
    Optional<String> operatorToken();

    /**
     * Named tokens, separated by commas, each {@code name:scope+scope:sha256-hex}; up to two of one name. The scopes are
     * those of {@link Scope}. {@code COMANDA_TOKENS}.
     */
    Optional<String> tokens();
}
