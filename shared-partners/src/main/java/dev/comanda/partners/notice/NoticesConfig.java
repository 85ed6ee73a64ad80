package dev.comanda.partners.notice;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** How partners are written to when their endpoint fails. */
@ConfigMapping(prefix = "comanda.notices")
public interface NoticesConfig {
    /** The language of a partner's mails, by partner id: es or en. Without an entry: {@code comanda.mail.language}. */
    Map<String, Language> language();

    /** The languages that the templates exist in. */
    enum Language {
        ES,
        EN
    }
}
