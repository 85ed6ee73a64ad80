package dev.comanda.marketplace.booking;

import dev.comanda.mail.DailyLimit;
import dev.comanda.mail.Mail;
import dev.comanda.mail.Mails;
import dev.comanda.marketplace.event.Details;
import dev.comanda.marketplace.event.EventState;
import dev.comanda.web.text.MailText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells providers of the work they have, when it moves, and when they have it no more. What a restaurant wrote is shown
 * without links, and a restaurant that moves its event again and again causes a few mails a day.
 */
@ApplicationScoped
class ProviderMails {
    private static final DateTimeFormatter DAY_AND_HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final Mails mails;
    private final BookingConfig config;

    ProviderMails(Mails mails, BookingConfig config) {
        this.mails = mails;
        this.config = config;
    }

    /** The revision in the key makes it one mail a step, however often the step's transaction is tried. */
    void tell(Step step, Booking booking, EventState event) {
        String template = template(step);
        if (template != null) {
            String key = "booking:" + booking.bookingId() + ":" + booking.revision();
            Mail mail = new Mail(key, booking.assignee().email(), null, template, values(booking, event));
            if (step instanceof Step.Reschedule) {
                mails.send(mail, DailyLimit.of("moves of booking:" + booking.bookingId(), config.movesToldPerDay()));
            } else {
                mails.send(mail);
            }
        }
    }

    private static @Nullable String template(Step step) {
        return switch (step) {
            case Step.Settle _, Step.Assign _ -> "booked_provider";
            case Step.Reschedule _ -> "moved_provider";
            case Step.Cancel _ -> "cancelled_provider";
            case Step.Confirm _, Step.Expire _ -> null;
        };
    }

    private static Map<String, String> values(Booking booking, EventState event) {
        Details details = event.described();
        return Map.of(
                "booking_id", booking.bookingId(),
                "service_name", booking.serviceName(),
                "provider_name", booking.assignee().provider().name(),
                "when", when(booking.scheduledAt(), details),
                "event_name", MailText.of(details.eventName()),
                "contact_name", MailText.of(details.contactName()),
                "contact_phone", MailText.of(details.contactPhone()),
                "reason", MailText.of(booking.reason()));
    }

    private static String when(@Nullable LocalDateTime scheduled, Details details) {
        return scheduled == null ? details.date().toString() : DAY_AND_HOUR.format(scheduled);
    }
}
