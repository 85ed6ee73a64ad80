package dev.comanda.marketplace.event;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class HeardEvents implements PanacheRepository<HeardEvent> {
    Optional<HeardEvent> lock(String partnerId, String externalEventId) {
        return find("partnerId = ?1 and externalEventId = ?2", partnerId, externalEventId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    /** Ids only, two at most: a row read before it is locked would be held in its state of before the lock. */
    List<Long> named(EventKey key) {
        return find(
                        "select id from HeardEvent where externalEventId = ?1 and (?2 is null or partnerId = ?2) order by id",
                        key.externalEventId(),
                        key.partner())
                .project(Long.class)
                .page(0, 2)
                .list();
    }

    List<HeardEvent> newestBefore(long id, int count) {
        return find("id < ?1 order by id desc", id).page(0, count).list();
    }
}
