package dev.comanda.marketplace.catalogue;

import java.math.BigDecimal;

/** A service as the catalogue lists it; {@code price} always has two decimals. */
public record ListedService(
        String serviceId, String serviceName, String category, BigDecimal price, String currency, Provider provider) {
    public long priceCents() {
        return price.movePointRight(2).longValueExact();
    }
}
