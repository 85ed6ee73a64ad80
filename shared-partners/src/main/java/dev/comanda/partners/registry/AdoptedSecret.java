package dev.comanda.partners.registry;

import dev.comanda.database.start.Placeholders;
import dev.comanda.signing.Secret;

/**
 * A secret that people agreed on outside of Comanda. A text that was typed rather than generated can be guessed, so the
 * most obvious of those are refused: it must have at least 8 different characters and must not repeat a shorter text. (Of
 * 24 random hex digits, one in some thousands has fewer than 8 different ones.) The same holds for what comes after {@code whsec_}. A placeholder such as change-me is refused too.
 */
final class AdoptedSecret {
    static final String RULE =
            "must have 24 to 128 printable ASCII characters without spaces, at least 8 of them different,"
                    + " and must not repeat a shorter text; after whsec_ comes padded base64 of 24 to 64 bytes";

    private static final int FEWEST_DIFFERENT = 8;

    private AdoptedSecret() {}

    /** @throws IllegalArgumentException if it is none; {@link #RULE} says what it must be */
    static Secret of(String text) {
        Secret secret = new Secret(text);
        String chosen = text.startsWith("whsec_") ? text.substring(6).replace("=", "") : text;
        if (chosen.chars().distinct().count() < FEWEST_DIFFERENT || repeats(chosen) || Placeholders.isIn(text)) {
            throw new IllegalArgumentException("is too easy to guess");
        }
        return secret;
    }

    private static boolean repeats(String text) {
        return (text + text).indexOf(text, 1) < text.length();
    }
}
