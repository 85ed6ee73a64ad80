package dev.comanda.restaurant.reservation;

import dev.comanda.database.batch.TransactionConnection;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where reservations are kept. */
@ApplicationScoped
class Reservations implements PanacheRepositoryBase<Reservation, String> {
    private final TransactionConnection transaction;
    private final ReservationRows rows;

    Reservations(TransactionConnection transaction, ReservationRows rows) {
        this.transaction = transaction;
        this.rows = rows;
    }

    /** False when the id is taken. Whoever opens it at the same moment is waited for. */
    boolean insert(Reservation reservation) {
        return transaction.call(db -> !rows.insert(db, List.of(reservation)).isEmpty());
    }

    Optional<Reservation> locked(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Locks them in the order of their ids, and reads whom they are addressed to: {@link #locked} finds them in memory then. */
    void lockAll(Collection<String> ids) {
        find("id in ?1 order by id", ids)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
        find("from Reservation r left join fetch r.addressed where r.id in ?1", ids)
                .list();
    }

    /** The newest first, from below this place in their sequence. */
    List<Reservation> before(long sequence, int limit) {
        return find("sequence < ?1 order by sequence desc", sequence)
                .page(0, limit)
                .list();
    }
}
