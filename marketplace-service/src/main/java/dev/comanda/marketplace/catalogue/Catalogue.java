package dev.comanda.marketplace.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The services on offer, in the one order every list of them has. */
@ApplicationScoped
@Transactional
public class Catalogue {
    private final OfferedServices services;

    Catalogue(OfferedServices services) {
        this.services = services;
    }

    public List<ListedService> all() {
        return services.sorted().stream().map(OfferedService::listed).toList();
    }

    public Optional<ListedService> find(String serviceId) {
        return services.findByIdOptional(serviceId).map(OfferedService::listed);
    }

    /** Where mails reach the service's provider. It stands beside the listing because a listing is for everyone. */
    public @Nullable String providerEmail(String serviceId) {
        return services.findByIdOptional(serviceId)
                .map(OfferedService::providerEmail)
                .orElse(null);
    }

    List<ListedService> in(Term category) {
        return all().stream().filter(category::namesCategory).toList();
    }
}
