package dev.comanda.marketplace.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the catalogue. It changes by migration only, so it is never written from here. */
@Entity
@Immutable
@Table(name = "service")
class OfferedService {
    @Id
    @Column(name = "service_id")
    private String serviceId;

    @Column(name = "service_name")
    private String serviceName;

    @Column
    private String category;

    @Column(name = "price_cents")
    private long priceCents;

    @Column
    private String currency;

    @Embedded
    private Provider provider;

    @Column(name = "provider_email")
    private @Nullable String providerEmail;

    protected OfferedService() {}

    ListedService listed() {
        BigDecimal price = BigDecimal.valueOf(priceCents, 2);
        return new ListedService(serviceId, serviceName, category, price, currency, provider);
    }

    @Nullable String providerEmail() {
        return providerEmail;
    }
}
