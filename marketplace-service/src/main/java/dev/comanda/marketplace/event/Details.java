package dev.comanda.marketplace.event;

import dev.comanda.database.encryption.SealedText;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a restaurant says about an event. Date and time are local to its place and stored as they are: by way of an
 * instant they would depend on this machine's time zone.
 */
@Embeddable
public record Details(
        @Column(name = "event_name") String eventName,

        @Column(name = "event_date") @JdbcTypeCode(SqlTypes.LOCAL_DATE)
        LocalDate date,

        @Column(name = "event_time") @JdbcTypeCode(SqlTypes.LOCAL_TIME) @Nullable LocalTime time,

        @Column(name = "guests") int guests,

        @Column(name = "contact_name") @Convert(converter = SealedText.class) @Nullable String contactName,

        @Column(name = "contact_phone") @Convert(converter = SealedText.class) @Nullable String contactPhone,

        @Column(name = "services_requested") @JdbcTypeCode(SqlTypes.ARRAY)
        List<String> servicesRequested) {
    Details withContactOf(Details other) {
        return new Details(eventName, date, time, guests, other.contactName, other.contactPhone, servicesRequested);
    }

    public Moment moment() {
        return new Moment(date, time);
    }
}
