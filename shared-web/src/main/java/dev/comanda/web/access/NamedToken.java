package dev.comanda.web.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One entry of {@code COMANDA_TOKENS}: {@code name:scope+scope:sha256-hex}. Two entries may have one name, so that a token
 * can be replaced without a moment in which neither is valid.
 *
 * @param sha256 of the token's UTF-8 bytes, in lower-case hex
 */
record NamedToken(String name, Set<String> scopes, String sha256) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z-]{1,20}");
    private static final int MOST_OF_ONE_NAME = 2;

    /** @throws IllegalArgumentException with one sentence for the operator, which never holds a digest */
    static List<NamedToken> parse(String text) {
        List<NamedToken> tokens = new ArrayList<>();
        if (text.isBlank()) {
            return tokens;
        }
        String[] entries = text.split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            tokens.add(entry(entries[i].strip(), i + 1));
        }
        requireFewOfOneName(tokens);
        requireDistinct(tokens);
        return List.copyOf(tokens);
    }

    private static NamedToken entry(String text, int position) {
        String[] parts = text.split(":", -1);
        if (!NAME.matcher(parts[0]).matches()) {
            throw refused(
                    "entry " + position,
                    "has no name: it is name:scope+scope:sha256, and a name is 1 to 40 of" + " a-z, 0-9, _ and -");
        }
        String name = parts[0];
        if (Identities.RESERVED.contains(name)) {
            throw refused(name, "has a reserved name");
        }
        if (parts.length != 3) {
            throw refused(name, "is not name:scope+scope:sha256");
        }
        String sha256 = parts[2].toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(sha256).matches()) {
            throw refused(name, "does not end with the SHA-256 of a token, which is 64 hex digits");
        }
        return new NamedToken(name, scopes(name, parts[1]), sha256);
    }

    private static Set<String> scopes(String name, String text) {
        List<String> scopes = Arrays.asList(text.split("\\+", -1));
        for (String scope : scopes) {
            if (!Scope.ALL.contains(scope)) {
                String which = WORD.matcher(scope).matches() ? "the unknown scope " + scope : "an unknown scope";
                throw refused(name, "has " + which + ": the scopes are " + String.join(", ", Scope.ALL));
            }
        }
        return Set.copyOf(scopes);
    }

    private static void requireFewOfOneName(List<NamedToken> tokens) {
        for (NamedToken token : tokens) {
            if (tokens.stream().filter(other -> other.name.equals(token.name)).count() > MOST_OF_ONE_NAME) {
                throw refused(token.name, "is there more than twice");
            }
        }
    }

    private static void requireDistinct(List<NamedToken> tokens) {
        for (NamedToken token : tokens) {
            if (tokens.stream()
                            .filter(other -> other.sha256.equals(token.sha256))
                            .count()
                    > 1) {
                throw refused(token.name, "has the same token as another entry");
            }
        }
    }

    private static IllegalArgumentException refused(String entry, String fault) {
        return new IllegalArgumentException("COMANDA_TOKENS: " + entry + " " + fault + ".");
    }

    @Override
    public String toString() {
        return "NamedToken[" + name + " " + scopes + "]";
    }
}
