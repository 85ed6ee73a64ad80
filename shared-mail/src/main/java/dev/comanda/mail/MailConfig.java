package dev.comanda.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How customers and providers are written to. */
@ConfigMapping(prefix = "comanda.mail")
interface MailConfig {
    /** Who writes. Without it no mail is sent: each is recorded as skipped. {@code COMANDA_MAIL_FROM}. */
    Optional<String> from();

    /** How long the mail server may take for one mail. */
    @WithDefault("30s")
    Duration deadline();

    /** The language of those of whom no other is known: es or en. */
    @WithDefault("es")
    String language();
}
