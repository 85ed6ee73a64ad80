package dev.comanda.restaurant.reservation;

import dev.comanda.database.batch.Batch;
import dev.comanda.partners.inbox.WaitingEvents;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens many reservations in one transaction, each with the news of it. For one thread. */
final class OpeningBatch implements Batch<OpeningBatch.Item, Boolean> {
    private final ReservationRows rows;
    private final Outbox outbox;
    private final WaitingEvents waiting;
    private boolean news;
    private boolean woken;

    OpeningBatch(ReservationRows rows, Outbox outbox, WaitingEvents waiting) {
        this.rows = rows;
        this.outbox = outbox;
        this.waiting = waiting;
    }

    /** Whether the last batch published something. */
    boolean hasNews() {
        return news;
    }

    /** Whether the last batch gave events their turn that waited for one of its reservations. */
    boolean hasWoken() {
        return woken;
    }

    /** True for each that is opened by this batch, false for each whose id was taken. */
    @Override
    public List<Boolean> write(Connection db, List<Item> items) throws SQLException {
        Map<String, Item> opened = new LinkedHashMap<>();
        items.forEach(item -> opened.putIfAbsent(item.id(), item));
        opened.keySet()
                .retainAll(rows.insert(
                        db, opened.values().stream().map(Item::reservation).toList()));
        List<Item> told =
                opened.values().stream().filter(item -> item.news() != null).toList();
        news = !told.isEmpty();
        woken = false;
        if (news) {
            tell(db, told);
        }
        return items.stream().map(item -> item.equals(opened.get(item.id()))).toList();
    }

    private void tell(Connection db, List<Item> told) throws SQLException {
        List<Outbox.Prepared> events = told.stream().map(Item::news).toList();
        Set<String> addressed = outbox.write(db, events, Audience.subscribers()).addressed();
        List<String> ids = told.stream().map(Item::id).toList();
        rows.address(db, ids, addressed);
        woken = waiting.wake(db, addressed, ids);
    }

    /** A reservation to open, and the event that announces it, which only a corporate event has. */
    record Item(Reservation reservation, Outbox.@Nullable Prepared news) {
        String id() {
            return reservation.id;
        }
    }
}
