package dev.comanda.web.access;

import dev.comanda.database.start.StartupCheck;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** A malformed list of tokens stops the start, with one line among those of everything else that is missing. */
public final class TokensCheck implements StartupCheck {
    @Override
    public List<String> missing(String profile, Config config) {
        try {
            NamedToken.parse(config.getOptionalValue("comanda.access.tokens", String.class)
                    .orElse(""));
            return List.of();
        } catch (IllegalArgumentException malformed) {
            return List.of(String.valueOf(malformed.getMessage()));
        }
    }
}
