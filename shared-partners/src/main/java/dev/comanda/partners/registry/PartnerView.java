package dev.comanda.partners.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partner as the API shows it. */
record PartnerView(
        String partnerId,
        String name,
        String webhookUrl,
        String webhookPath,
        @Nullable String contactEmail,
        PartnerStatus status,
        List<String> events,
        List<String> maySend,
        Instant createdAt) {

    static PartnerView of(Partner partner, UnderstoodTypes types) {
        return new PartnerView(
                partner.id(),
                partner.name(),
                partner.webhookUrl(),
                "/webhooks/partner/" + partner.id(),
                partner.contactEmail(),
                partner.status(),
                partner.events(),
                partner.sending().shown(types.understood()),
                partner.createdAt());
    }
}
