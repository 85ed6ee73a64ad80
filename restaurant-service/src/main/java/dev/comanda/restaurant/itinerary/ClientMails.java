package dev.comanda.restaurant.itinerary;

import dev.comanda.mail.Mail;
import dev.comanda.mail.Mails;
import dev.comanda.restaurant.reservation.ReservationContact;
import dev.comanda.restaurant.reservation.ReservationDirectory;
import dev.comanda.restaurant.reservation.ReservationHead;
import dev.comanda.restaurant.reservation.ReservationStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;

/**
 * Tells the client of a reservation what partners have added to it: once that a service is booked, once that it is
 * confirmed, once that it is cancelled. Who cancelled the whole reservation knows what has become of it.
 */
@ApplicationScoped
class ClientMails {
    private final ReservationDirectory reservations;
    private final Mails mails;

    ClientMails(ReservationDirectory reservations, Mails mails) {
        this.reservations = reservations;
        this.mails = mails;
    }

    void tell(ItineraryService service) {
        ReservationHead head = reservations.find(service.reservationId).orElseThrow();
        if (head.status().equals(ReservationStatus.CANCELLED.wireName())) {
            return;
        }
        ReservationContact contact = reservations.contact(service.reservationId);
        String status = Objects.requireNonNull(service.entry.terms().status()).wireName();
        String key = "itinerary:" + service.key + ":" + status;
        var values = values(head, contact, service.entry.terms());
        mails.send(new Mail(key, contact.email(), null, "service_" + status, values));
    }

    private static Map<String, String> values(ReservationHead head, ReservationContact contact, ServiceTerms terms) {
        Provider provider = terms.provider();
        return Map.of(
                "reservation_id", head.reservationId(),
                "event_name", head.eventName(),
                "date", head.date().toString(),
                "client_name", contact.name(),
                "service_name", Mail.line(terms.serviceName()),
                "scheduled_time", terms.scheduledTime() == null ? head.time() : Mail.line(terms.scheduledTime()),
                "provider_name", Mail.line(provider == null ? null : provider.name()),
                "provider_phone", Mail.line(provider == null ? null : provider.phone()),
                "confirmation_code", Mail.line(terms.confirmationCode()),
                "reason", Mail.line(terms.reason()));
    }
}
