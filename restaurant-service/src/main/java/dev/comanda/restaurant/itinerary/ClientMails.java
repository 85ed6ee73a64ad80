package dev.comanda.restaurant.itinerary;

import dev.comanda.mail.DailyLimit;
import dev.comanda.mail.Mail;
import dev.comanda.mail.Mails;
import dev.comanda.partners.registry.Partner;
import dev.comanda.partners.registry.Partners;
import dev.comanda.restaurant.reservation.ReservationContact;
import dev.comanda.restaurant.reservation.ReservationDirectory;
import dev.comanda.restaurant.reservation.ReservationHead;
import dev.comanda.restaurant.reservation.ReservationStatus;
import dev.comanda.web.text.MailText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;

/**
 * Tells the client of a reservation what partners have added to it: once that a service is booked, once that it is
 * confirmed, once that it is cancelled. The mail names the partner and shows its words without links. A partner can cause a
 * few mails a day for one reservation, and never uses up those of other partners. A client who cancelled the whole reservation gets none.
 */
@ApplicationScoped
class ClientMails {
    private final ReservationDirectory reservations;
    private final Partners partners;
    private final Mails mails;
    private final ReadAhead ahead;
    private final ItineraryConfig config;

    ClientMails(
            ReservationDirectory reservations,
            Partners partners,
            Mails mails,
            ReadAhead ahead,
            ItineraryConfig config) {
        this.reservations = reservations;
        this.partners = partners;
        this.mails = mails;
        this.ahead = ahead;
        this.config = config;
    }

    /** Under the reservation's lock. */
    void tell(ItineraryService service) {
        ReservationHead head = reservations.find(service.reservationId).orElseThrow();
        if (head.status().equals(ReservationStatus.CANCELLED.wireName())) {
            return;
        }
        String status = Objects.requireNonNull(service.entry.terms().status()).wireName();
        String key = "itinerary:" + service.key + ":" + status;
        ReservationContact contact = reservations.contact(service.reservationId);
        mails.send(
                new Mail(key, contact.email(), null, "service_" + status, values(head, contact, service)),
                new DailyLimit(
                        "reservation:" + head.reservationId(),
                        config.mailsPerDay(),
                        service.partnerId,
                        config.mailsPerPartnerAndDay()));
    }

    private Map<String, String> values(ReservationHead head, ReservationContact contact, ItineraryService service) {
        ServiceTerms terms = service.entry.terms();
        Provider provider = terms.provider();
        String partner = ahead.name(
                service.partnerId, id -> partners.find(id).map(Partner::name).orElse(id));
        return Map.ofEntries(
                Map.entry("reservation_id", head.reservationId()),
                Map.entry("event_name", head.eventName()),
                Map.entry("date", head.date().toString()),
                Map.entry("client_name", contact.name()),
                Map.entry("partner_name", MailText.of(partner)),
                Map.entry("service_name", MailText.of(terms.serviceName())),
                Map.entry(
                        "scheduled_time",
                        terms.scheduledTime() == null ? head.time() : MailText.of(terms.scheduledTime())),
                Map.entry("provider_name", MailText.of(provider == null ? null : provider.name())),
                Map.entry("provider_phone", MailText.of(provider == null ? null : provider.phone())),
                Map.entry("confirmation_code", MailText.of(terms.confirmationCode())),
                Map.entry("reason", MailText.of(terms.reason())));
    }
}
