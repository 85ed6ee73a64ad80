package dev.comanda.payments.variant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts at payment providers. */
@ConfigMapping(prefix = "comanda.payments")
public interface PaymentsConfig {
    /** By name, {@code [a-z0-9_-]{1,40}}: the name is part of the address the provider posts its webhooks to. */
    Map<String, VariantConfig> variants();

    /** The variant of payments that name none. {@code COMANDA_PAYMENTS_DEFAULT_VARIANT}. */
    Optional<String> defaultVariant();

    /** Hosts that a payment page may send the payer back to, besides the one of {@code comanda.public-url}. */
    Optional<List<String>> returnHosts();

    /** Where the world reaches this service: notification URLs begin with it. {@code COMANDA_PUBLIC_URL}. */
    @WithDefault("http://localhost:${quarkus.http.port}")
    URI publicUrl();

    /** How long one call to a provider may take; it is made at most twice. */
    @WithDefault("22s")
    Duration deadline();

    /** How long who makes a call has to record what came of it: two tries, and then some. */
    default Duration lease() {
        return deadline().multipliedBy(2).plusSeconds(20);
    }

    /** One account. Without its key it is not there; the mock needs none. */
    interface VariantConfig {
        /** stripe, mercadopago or mock. */
        String provider();

        /** Stripe's secret key, MercadoPago's access token. */
        Optional<String> secretKey();

        /** What its webhooks are signed with; several, separated by commas, while one is being rolled. */
        Optional<List<String>> webhookSecrets();

        /** Another host than the provider's own: a fake, in tests. */
        Optional<URI> apiBase();

        /** The account's own id at the provider, to which an event that carries one is compared. */
        Optional<String> account();
    }
}
