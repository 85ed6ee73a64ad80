package dev.comanda.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail to be sent once.
 *
 * @param key what it is about, {@code [A-Za-z0-9:._-]{1,180}}: a second mail with the same key is the same mail, and its
 *     Message-ID is made of it
 * @param to the recipient; null or no address: the mail is recorded as skipped
 * @param language {@code es} or {@code en}; anything else, and null, is the configured default
 * @param template the name of a pair of templates {@code mail/<template>_es.txt} and {@code _en.txt} on the class path; the
 *     first line is the subject, the rest the text
 * @param values what the templates' {@code {name}} stand for
 */
public record Mail(
        String key, @Nullable String to, @Nullable String language, String template, Map<String, String> values) {
    /** A stranger's words as a value: they stay on their line, so as not to look like a part of our letter; a dash for none. */
    public static String line(@Nullable String said) {
        return said == null || said.isBlank()
                ? "-"
                : said.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    @Override
    public String toString() {
        return "Mail[" + key + "]";
    }
}
