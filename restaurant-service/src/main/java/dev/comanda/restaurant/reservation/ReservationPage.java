package dev.comanda.restaurant.reservation;

import dev.comanda.web.json.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some reservations, the newest first, and where the next ones begin; the last page has no cursor. */
record ReservationPage(
        List<ReservationView> reservations, @Nullable String nextCursor) {
    static final int SIZE = 50;

    /** From one row more than fits, which tells whether there is a next page. */
    static ReservationPage of(List<Reservation> found) {
        var shown = found.subList(0, Math.min(SIZE, found.size()));
        return new ReservationPage(
                shown.stream().map(ReservationView::of).toList(),
                found.size() > SIZE ? new Cursor(shown.getLast().sequence).toString() : null);
    }
}
