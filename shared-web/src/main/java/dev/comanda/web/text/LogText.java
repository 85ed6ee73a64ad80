package dev.comanda.web.text;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stranger's text as it may stand in a log line. Line breaks would forge lines of their own, escape sequences would reach
 * the operator's terminal, and marks of direction would show the line in another order.
 */
public final class LogText {
    private static final int LONGEST = 500;
    private static final int MOST_CAUSES = 8;

    private LogText() {}

    /**
     * The text on one line: control and format characters, line separators and lone surrogates are written as {@code \u001b}.
     *
     * @return at most 500 characters of the text, then {@code ...}; {@code null} for null
     */
    public static String of(@Nullable Object said) {
        String text = String.valueOf(said);
        return text.codePoints().limit(LONGEST).mapToObj(LogText::shown).collect(Collectors.joining())
                + (text.codePointCount(0, text.length()) > LONGEST ? "..." : "");
    }

    /** The same exception for a log: its stack trace and causes, each message as {@link #of(Object)} writes it. */
    public static Throwable ofException(Throwable thrown) {
        return new Shown(thrown, MOST_CAUSES);
    }

    private static String shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> "\\u%04x".formatted(character);
            default -> Character.toString(character);
        };
    }

    @SuppressWarnings("OverrideThrowableToString") // a log shows the class of the original
    private static final class Shown extends Exception {
        private static final long serialVersionUID = 1L;

        private Shown(Throwable thrown, int causes) {
            super(of(thrown), cause(thrown, causes), false, true);
            setStackTrace(thrown.getStackTrace());
        }

        private static @Nullable Throwable cause(Throwable thrown, int causes) {
            return thrown.getCause() == null || causes == 0 ? null : new Shown(thrown.getCause(), causes - 1);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
