package dev.comanda.restaurant.itinerary;

import dev.comanda.database.encryption.SealedText;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** Who comes to do it, and the number to call when they are late. */
@Embeddable
record Provider(
        @Column(name = "provider_name") @WireText @Nullable String name,

        @Column(name = "provider_phone") @Convert(converter = SealedText.class) @WireText @Nullable String phone) {}
