package dev.comanda.partners.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether we send to a partner. Receiving stops only for the operator's own pause. */
public enum PartnerStatus {
    ACTIVE,
    PAUSED,
    AUTO_PAUSED;

    /** As it is stored and shown. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
