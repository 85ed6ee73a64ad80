package dev.comanda.web.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stranger's text as it may stand in a mail that we send: on one line, so that it cannot look like a part of our letter,
 * and without anything that a mail program turns into a link. The reader still sees what was written:
 * {@code https://pay.example} becomes {@code https[:]//pay[.]example}, {@code a@b.example} becomes {@code a[at]b[.]example}.
 */
public final class MailText {
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cs}]+");

    /** Characters that a mail program or a browser reads as the dot or the at sign of an address. */
    private static final String DOT = "[.．。｡․﹒]";

    private static final String AT = "[@＠﹫]";

    /**
     * A word with a slash, an at sign, or a dot between a part of a name and two more characters of one: {@code S.A.} and
     * {@code 250.00} are none. A name has letters of any script with their marks, digits, hyphens and symbols.
     */
    private static final Pattern ADDRESS = Pattern.compile(
            "\\S*(?:/|" + AT + "|[\\p{L}\\p{M}\\p{N}\\p{S}-]" + DOT + "[\\p{L}\\p{M}-][\\p{L}\\p{M}\\p{N}-])\\S*");

    private static final Pattern INNER_DOT = Pattern.compile(DOT + "(?=\\S)");

    private MailText() {}

    /**
     * The text on one line and without links; a dash where nothing was said.
     *
     * @param said of any length; null or blank for nothing
     */
    public static String of(@Nullable String said) {
        if (said == null) {
            return "-";
        }
        String line = INVISIBLE
                .matcher(BREAKS.matcher(said).replaceAll(" "))
                .replaceAll("")
                .strip();
        return line.isEmpty() ? "-" : ADDRESS.matcher(line).replaceAll(word -> unlinked(word.group()));
    }

    private static String unlinked(String word) {
        return INNER_DOT
                .matcher(word)
                .replaceAll("[.]")
                .replace("://", "[:]//")
                .replaceAll(AT, "[at]")
                .replace("\\", "\\\\")
                .replace("$", "\\$");
    }
}
