package dev.comanda.marketplace.catalogue;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Who does the work, as partners and clients may know them. */
@Embeddable
public record Provider(
        @Column(name = "provider_name") String name,
        @Column(name = "provider_phone") String phone) {}
