package dev.comanda.partners.refused;

import dev.comanda.web.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a webhook was not accepted. The names, in lower case, are part of the API and never change. */
public enum Reason {
    /** No signature header, or not all that belong together. */
    SIGNATURE_MISSING,
    /** A signature header, or a body that cannot be brought into the signed form. */
    MALFORMED,
    /** No secret of the partner gives this signature, or there is no such partner. */
    FORGED,
    /** Signed or stamped too long ago. */
    STALE,
    /** Signed or stamped too far in the future. */
    FROM_THE_FUTURE,
    /** Genuine, and of a type that this partner may not send. */
    NOT_ALLOWED,
    /** Genuine, and its event id came before with another body. */
    CONFLICTING,
    /** Genuine, and not a valid event. */
    INVALID,
    /** More than 1 MiB. */
    TOO_LARGE,
    /** Genuine, and the partner has too many open events or sends too fast. */
    TOO_MANY;

    /** As it is stored and shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those that are given only after the signature has shown who sent it. */
    static List<String> authentic() {
        return List.of(NOT_ALLOWED.text(), CONFLICTING.text(), INVALID.text(), TOO_MANY.text());
    }

    /** All of them as text. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(Reason::text).toList();
    }

    /** Of the answer to an authentic webhook; none where the answer is no judgement on it, such as 503. */
    public static Optional<Reason> of(ProblemException answer) {
        return switch (answer.type().status()) {
            case 400 -> Optional.of(INVALID);
            case 403 -> Optional.of(NOT_ALLOWED);
            case 409 -> Optional.of(CONFLICTING);
            case 413 -> Optional.of(TOO_LARGE);
            case 429 -> Optional.of(TOO_MANY);
            default -> Optional.empty();
        };
    }
}
