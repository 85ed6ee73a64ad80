package dev.comanda.restaurant.reservation;

import dev.comanda.database.encryption.SealedText;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the client asked for, as one value: opening, changing and announcing a reservation are all questions about two
 * of these.
 */
@Embeddable
record ReservationDetails(
        @Column(name = "event_name") String eventName,
        @Column(name = "event_date") LocalDate date,
        @Column(name = "event_time") String time,
        @Column(name = "guests") int guests,

        @Column(name = "contact_name") @Convert(converter = SealedText.class)
        String contactName,

        @Column(name = "contact_phone") @Convert(converter = SealedText.class)
        String contactPhone,

        @Column(name = "contact_email") @Convert(converter = SealedText.class) @Nullable String contactEmail,

        @Column(name = "services_requested") List<String> servicesRequested) {
    static final int CORPORATE_GUESTS = 50;

    /** In place of a name or a number that was erased. */
    static final String ERASED = "[erased]";

    ReservationDetails {
        servicesRequested = List.copyOf(servicesRequested);
    }

    /** Partners are told of corporate events only: a table for two is nobody else's business. */
    boolean isCorporate() {
        return guests >= CORPORATE_GUESTS || !servicesRequested.isEmpty();
    }

    /** The new values a partner may see, under their wire names. The e-mail address never leaves the house. */
    Map<String, Object> changesTo(ReservationDetails next) {
        var before = shared();
        var changes = next.shared();
        changes.entrySet().removeIf(entry -> Objects.equals(entry.getValue(), before.get(entry.getKey())));
        return changes;
    }

    /** The same without the guest. What the business needs to know of the event stays. */
    ReservationDetails withoutGuest() {
        return new ReservationDetails(eventName, date, time, guests, ERASED, ERASED, null, servicesRequested);
    }

    /** Equal exactly when the details are. */
    byte[] identity() {
        var parts = new ArrayList<@Nullable Object>(
                Arrays.asList(eventName, date, time, guests, contactName, contactPhone, contactEmail));
        parts.addAll(servicesRequested);
        return Identity.of(parts);
    }

    private Map<String, Object> shared() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("event_name", eventName);
        fields.put("date", date.toString());
        fields.put("time", time);
        fields.put("guests", guests);
        fields.put("contact_name", contactName);
        fields.put("contact_phone", contactPhone);
        fields.put("services_requested", servicesRequested);
        return fields;
    }
}
