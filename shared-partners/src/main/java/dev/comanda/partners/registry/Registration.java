package dev.comanda.partners.registry;

import dev.comanda.signing.Secret;
import dev.comanda.web.json.SingleLine;
import dev.comanda.web.problem.ProblemException;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a partner says of itself when it registers. */
record Registration(
        @NotNull @SingleLine(max = 100) @Pattern(regexp = ONE_DIRECTION, message = DIRECTION_RULE) String name,

        @NotNull @Size(min = 1, max = 2000) String webhookUrl,

        @Nullable @Pattern(regexp = CODE, message = CODE_RULE) String code,

        @Nullable @Size(min = 1, max = 254) @Email String contactEmail,

        @Nullable @Size(min = 1, max = 50) List<@NotNull @Pattern(regexp = EVENTS, message = EVENTS_RULE) @Size(max = 100) String> events,

        @Nullable @Size(max = 50) List<@NotNull @Pattern(regexp = EVENTS, message = EVENTS_RULE) @Size(max = 100) String> maySend,

        @Nullable @Size(max = 128) String sharedSecret) {

    static final String CODE = "[a-z0-9-]{2,50}";
    static final String CODE_RULE = "must have 2 to 50 characters, each a-z, 0-9 or '-'";
    static final String EVENTS = "\\*|[a-z0-9_]+(\\.[a-z0-9_]+)*(\\.\\*)?";

    static final String EVENTS_RULE =
            "must be an event type such as event.updated, a group of them such as event.*, or *";

    /** A name is shown in mails and logs. These characters show it, and what follows, in another order than it is. */
    static final String ONE_DIRECTION = "[^\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]*";

    static final String DIRECTION_RULE = "must not have characters that change the direction of text";

    /** The code given, else the slug of the name. */
    String codeOrSlug() {
        if (code != null) {
            return code;
        }
        String slug = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (!slug.matches(CODE)) {
            throw ProblemException.invalid(
                    "code", "No code can be made of this name; give one of 2 to 50 of a-z 0-9 -.");
        }
        return slug;
    }

    /** The secret to adopt, or null when one is to be made. */
    @Nullable Secret adopted() {
        return sharedSecret == null ? null : adopt(sharedSecret);
    }

    static Secret adopt(String text) {
        try {
            return AdoptedSecret.of(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("shared_secret", "This field " + AdoptedSecret.RULE + ".");
        }
    }
}
