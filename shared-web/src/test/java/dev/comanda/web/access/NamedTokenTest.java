package dev.comanda.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.database.start.StartupCheck;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedTokenTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);

    @Test
    void readsNamesScopesAndDigests() {
        assertThat(NamedToken.parse("")).isEmpty();
        assertThat(NamedToken.parse("scraper:metrics:" + A + ", desk-2:read+operate:" + "B".repeat(64)))
                .containsExactly(
                        new NamedToken("scraper", Set.of("metrics"), A),
                        new NamedToken("desk-2", Set.of("read", "operate"), B));
    }

    @Test
    void twoEntriesOfOneNameAreARotationAndThreeAreAMistake() {
        String two = "desk:read:" + A + ",desk:read:" + B;

        assertThat(NamedToken.parse(two)).hasSize(2);
        assertThatThrownBy(() -> NamedToken.parse(two + ",desk:read:" + C))
                .hasMessage("COMANDA_TOKENS: desk is there more than twice.");
    }

    @Test
    void oneTokenHasOneEntry() {
        assertThatThrownBy(() -> NamedToken.parse("desk:read:" + A + ",shop:storefront:" + A))
                .hasMessage("COMANDA_TOKENS: desk has the same token as another entry.");
    }

    /** The # stands for a digest, which no message may show. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            desk:reed:#          | desk has the unknown scope reed: the scopes are metrics, read, storefront, partners, operate, payments.
            desk::#              | desk has an unknown scope: the scopes are
            desk:read+:#         | desk has an unknown scope: the scopes are
            desk:own-partner:#   | desk has the unknown scope own-partner
            desk:#:read          | desk does not end with the SHA-256 of a token, which is 64 hex digits.
            desk:read:#0         | desk does not end with the SHA-256 of a token, which is 64 hex digits.
            desk:read            | desk is not name:scope+scope:sha256.
            desk:read:#:#        | desk is not name:scope+scope:sha256.
            operator:read:#      | operator has a reserved name.
            anyone:read:#        | anyone has a reserved name.
            #:read:desk          | entry 1 has no name
            :read:#              | entry 1 has no name
            Desk:read:#          | entry 1 has no name
            shop:read:#,         | entry 2 has no name
            """)
    void namesTheEntryAndNeverItsDigest(String entries, String message) {
        assertThatThrownBy(() -> NamedToken.parse(entries.replace("#", A)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("COMANDA_TOKENS: " + message)
                .hasMessageNotContaining(A);
    }

    @Test
    void aMalformedListStopsTheStart() {
        assertThat(complaints("desk:reed:" + A)).singleElement().asString().startsWith("COMANDA_TOKENS: desk has");
        assertThat(complaints("desk:read:" + A)).isEmpty();
        assertThat(complaints("")).isEmpty();
    }

    /** As the launcher asks, before anything is started. */
    private static List<String> complaints(String tokens) {
        return ServiceLoader.load(StartupCheck.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(TokensCheck.class::isInstance)
                .flatMap(check -> check.missing("prod", config(tokens)).stream())
                .toList();
    }

    private static Config config(String tokens) {
        return new SmallRyeConfigBuilder()
                .withDefaultValue("comanda.access.tokens", tokens)
                .build();
    }
}
