package dev.comanda.restaurant.itinerary;

import dev.comanda.database.read.Snapshot;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.restaurant.reservation.ReservationDirectory;
import dev.comanda.web.json.Cursor;
import dev.comanda.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what partners say into a reservation's itinerary. It publishes nothing and never touches the reservation, so
 * two businesses can not set each other off.
 */
@ApplicationScoped
@Transactional
class Itineraries {
    private final ReservationDirectory reservations;
    private final ItineraryServices services;
    private final History history;
    private final ClientMails mails;
    private final ItineraryConfig config;
    private final Snapshot snapshot;
    private final InstantSource clock;

    Itineraries(
            ReservationDirectory reservations,
            ItineraryServices services,
            History history,
            ClientMails mails,
            ItineraryConfig config,
            Snapshot snapshot,
            InstantSource clock) {
        this.reservations = reservations;
        this.services = services;
        this.history = history;
        this.mails = mails;
        this.config = config;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /** Under the reservation's lock, which makes two events about one booking take turns. */
    <D extends ServiceEvent> Handling apply(InboundEvent<D> event) {
        String reservationId = event.data().externalEventId();
        if (!reservations.lockFor(event.partnerId(), reservationId)) {
            return new Handling.Waiting("reservation " + reservationId);
        }
        var step = event.data().step(event.timestamp());
        List<ItineraryService> candidates = candidates(reservationId, event.partnerId(), step.bookingId());
        List<ItineraryService> here = candidates.stream()
                .filter(service -> service.reservationId.equals(reservationId))
                .toList();
        return switch (Match.of(step, here)) {
            case Match.Found(var service) -> change(event, service, step);
            case Match.New() ->
                candidates.isEmpty() || step.bookingId() == null
                        ? start(event, step)
                        : new Handling.Waiting(missing(reservationId, step) + ": it belongs to another reservation");
            case Match.Old() -> new Handling.Superseded();
            case Match.Unknown() -> new Handling.Waiting(missing(reservationId, step));
            case Match.Several() -> applied(event, reservationId, null);
        };
    }

    /**
     * The services that a step can mean: with a booking's id only that booking, however many there are, and even if it belongs
     * to another reservation.
     */
    private List<ItineraryService> candidates(String reservationId, String partnerId, @Nullable String bookingId) {
        return bookingId == null
                ? services.of(reservationId, partnerId)
                : services.booking(partnerId, bookingId).stream().toList();
    }

    /** Of what concerns the event as a whole: kept in its history, and no service changes. */
    Handling note(InboundEvent<?> event, String reservationId) {
        return reservations.lockFor(event.partnerId(), reservationId)
                ? applied(event, reservationId, null)
                : new Handling.Waiting("reservation " + reservationId);
    }

    /** With the newest page of its history, or the one before this cursor. */
    ItineraryView of(String reservationId, @Nullable Cursor cursor) {
        snapshot.take();
        return reservations
                .find(reservationId)
                .map(head -> ItineraryView.of(
                        head,
                        services.of(reservationId),
                        history.before(
                                reservationId,
                                cursor == null ? Long.MAX_VALUE : cursor.id(),
                                ItineraryView.HISTORY_PAGE + 1)))
                .orElseThrow(() -> ProblemException.notFound("reservation"));
    }

    private Handling change(InboundEvent<? extends ServiceEvent> event, ItineraryService service, Step step) {
        return switch (service.entry.apply(step)) {
            case ItineraryEntry.Outcome.Changed(var entry) -> {
                service.entry = entry;
                mails.tell(service);
                yield applied(event, service.reservationId, service.bookingId);
            }
            case ItineraryEntry.Outcome.Superseded() -> new Handling.Superseded();
        };
    }

    private Handling start(InboundEvent<? extends ServiceEvent> event, Step step) {
        String reservationId = event.data().externalEventId();
        String bookingId = step.bookingId();
        if (services.count(reservationId, event.partnerId()) >= config.servicesPerPartner()) {
            return new Handling.Refused("reservation " + reservationId + " has " + config.servicesPerPartner()
                    + " services of this partner, and one partner may add no more");
        }
        var service = new ItineraryService(reservationId, event.partnerId(), bookingId, ItineraryEntry.startedBy(step));
        services.add(service);
        mails.tell(service);
        return applied(event, reservationId, bookingId);
    }

    private Handling applied(InboundEvent<?> event, String reservationId, @Nullable String bookingId) {
        history.add(new HistoryEntry(
                reservationId, clock.instant(), event.eventType(), event.partnerId(), bookingId, event.eventId()));
        return new Handling.Handled();
    }

    private static String missing(String reservationId, Step step) {
        return (step.bookingId() == null ? "a booking" : "booking " + step.bookingId()) + " of reservation "
                + reservationId;
    }
}
