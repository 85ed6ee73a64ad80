package dev.comanda.restaurant.reservation;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** Where reservations are kept. */
@ApplicationScoped
class Reservations implements PanacheRepositoryBase<Reservation, String> {
    /**
     * Lets one transaction at a time open or announce this id. A row that does not exist yet cannot be locked, and the
     * loser of a race on the primary key could no longer read what the winner wrote.
     */
    void reserve(String id) {
        getEntityManager()
                .createNativeQuery("select 1 from (select pg_advisory_xact_lock(hashtextextended(:name, 0))) as locked")
                .setParameter("name", "reservation " + id)
                .getSingleResult();
    }

    Optional<Reservation> locked(String id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The newest first, from below this place in their sequence. */
    List<Reservation> before(long sequence, int limit) {
        return find("sequence < ?1 order by sequence desc", sequence)
                .page(0, limit)
                .list();
    }
}
