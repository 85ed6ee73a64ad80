package dev.comanda.marketplace.event;

import dev.comanda.partners.registry.Partner;
import dev.comanda.partners.registry.Partners;
import dev.comanda.partners.registry.PartnersConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which partners events may come from. */
@ApplicationScoped
class EventSources {
    private static final List<String> THAT_CREATE_EVENTS =
            List.of("event.reservation_confirmed", "event.updated", "event.cancelled");

    private final Partners partners;
    private final PartnersConfig config;

    EventSources(Partners partners, PartnersConfig config) {
        this.partners = partners;
        this.config = config;
    }

    /**
     * Whether an id that only this partner uses means its event, although the caller names no partner: the configuration
     * names this partner, or no other may send events. Else a partner could use the id of another one's event first, and
     * clients would book and pay for its own.
     */
    boolean isMeantWithoutName(String partnerId) {
        return config.known().containsKey(partnerId)
                || partners.all().stream().allMatch(other -> other.id().equals(partnerId) || !maySendEvents(other));
    }

    private static boolean maySendEvents(Partner partner) {
        return THAT_CREATE_EVENTS.stream().anyMatch(partner.sending()::allows);
    }
}
