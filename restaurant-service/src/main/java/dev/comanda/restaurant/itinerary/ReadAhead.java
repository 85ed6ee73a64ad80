package dev.comanda.restaurant.itinerary;

import jakarta.transaction.TransactionScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What one transaction has read for all of its events together, and what it has to write for them. The reservations are
 * locked, so nobody else changes what was read. A transaction that has read nothing ahead asks the database each time.
 */
@TransactionScoped
class ReadAhead {
    private final Map<Booking, Optional<ItineraryService>> services = new HashMap<>();
    private final Map<Place, Long> counts = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Deque<Long> keys = new ArrayDeque<>();
    private final List<HistoryEntry> history = new ArrayList<>();

    void absent(String partnerId, String bookingId) {
        services.put(new Booking(partnerId, bookingId), Optional.empty());
    }

    void found(ItineraryService service) {
        if (service.bookingId != null) {
            services.put(new Booking(service.partnerId, service.bookingId), Optional.of(service));
        }
    }

    void counted(String reservationId, String partnerId, long count) {
        counts.put(new Place(reservationId, partnerId), count);
    }

    void reserved(List<Long> freeKeys) {
        keys.addAll(freeKeys);
    }

    Optional<ItineraryService> booking(
            String partnerId, String bookingId, Supplier<Optional<ItineraryService>> otherwise) {
        Optional<ItineraryService> read = services.get(new Booking(partnerId, bookingId));
        return read != null ? read : otherwise.get();
    }

    long count(String reservationId, String partnerId, Supplier<Long> otherwise) {
        Long counted = counts.get(new Place(reservationId, partnerId));
        return counted != null ? counted : otherwise.get();
    }

    /** Of a partner; read once. */
    String name(String partnerId, UnaryOperator<String> read) {
        return names.computeIfAbsent(partnerId, read);
    }

    long key(Supplier<Long> otherwise) {
        Long key = keys.poll();
        return key != null ? key : otherwise.get();
    }

    void added(ItineraryService service) {
        found(service);
        counts.computeIfPresent(new Place(service.reservationId, service.partnerId), (_, count) -> count + 1);
    }

    void add(HistoryEntry entry) {
        history.add(entry);
    }

    /** In the order in which it was added; empty afterwards. */
    List<HistoryEntry> takeHistory() {
        List<HistoryEntry> taken = List.copyOf(history);
        history.clear();
        return taken;
    }

    private record Booking(String partnerId, String bookingId) {}

    private record Place(String reservationId, String partnerId) {}
}
