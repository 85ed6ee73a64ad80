package dev.comanda.payments.port;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An account at a provider, as configured; a variant is an account with a name.
 *
 * @param variant its name, {@code [a-z0-9_-]{1,40}}
 * @param service which of our services this is
 * @param secretKey what authenticates us; empty for the mock
 * @param webhookSecrets what authenticates the provider; several while one is being rolled
 * @param apiBase another host than the provider's own, for tests
 * @param accountId the account's id at the provider where an event's is to be compared
 * @param publicUrl where the world reaches this service; notification URLs begin with it
 */
public record Account(
        String variant,
        String service,
        String provider,
        Optional<String> secretKey,
        List<String> webhookSecrets,
        Optional<URI> apiBase,
        Optional<String> accountId,
        URI publicUrl) {
    /** Where this account's provider posts its webhooks. */
    public String notificationUrl() {
        return publicUrl.toString().replaceAll("/+$", "") + "/payments/process/" + variant;
    }

    @Override
    public String toString() {
        return variant + " (" + provider + ")";
    }
}
