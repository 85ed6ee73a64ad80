package dev.comanda.partners.inbox;

import dev.comanda.partners.registry.MaySend;
import dev.comanda.partners.registry.Partners;
import dev.comanda.partners.registry.PartnersConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Which partners events may come from. */
@ApplicationScoped
public class EventSenders {
    private final Partners partners;
    private final PartnersConfig config;

    EventSenders(Partners partners, PartnersConfig config) {
        this.partners = partners;
        this.config = config;
    }

    /**
     * Whether a caller that names no partner can only mean this one: the configuration names it, or no other partner may send
     * an event of these types. Else another partner could use its ids first.
     */
    public boolean isMeantWithoutName(String partnerId, Collection<String> eventTypes) {
        return config.known().containsKey(partnerId)
                || partners.all().stream()
                        .filter(other -> !other.id().equals(partnerId))
                        .noneMatch(other -> allowsAny(other.sending(), eventTypes));
    }

    private static boolean allowsAny(MaySend sending, Collection<String> eventTypes) {
        return eventTypes.stream().anyMatch(sending::allows);
    }
}
