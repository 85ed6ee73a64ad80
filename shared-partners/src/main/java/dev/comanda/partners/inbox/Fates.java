package dev.comanda.partners.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What became here of the events that a partner sent, as that partner may know it. */
@ApplicationScoped
public class Fates {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_:-]{1,80}");

    private final Jdbi jdbi;

    Fates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty when this partner sent no such event. */
    public Optional<Fate> find(String partnerId, String eventId) {
        if (!ID.matcher(eventId).matches()) {
            return Optional.empty();
        }
        return jdbi.withHandle(db -> db.createQuery(FIND)
                .bind("partner", partnerId)
                .bind("event", eventId)
                .bind("waitsFor", Inbox.WAITS_FOR)
                .bind("refused", Inbox.REFUSED)
                .bind("givenUp", Inbox.GIVEN_UP)
                .mapTo(Fate.class)
                .findOne());
    }

    /**
     * Every field is always there.
     *
     * @param missing what a waiting event waits for
     * @param error why it is dead
     * @param copies how often it arrived
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Fate(
            String eventId,
            String eventType,
            Instant receivedAt,
            String status,
            @Nullable Instant handledAt,
            @Nullable String missing,
            @Nullable String error,
            int copies) {}

    /** The error of a failure quotes our own code and data, so a partner learns of it in general words only. */
    private static final String FIND = """
            select e.event_id, e.event_type, e.received_at, e.status, e.handled_at, coalesce(c.copies, 1) copies,
                   case when e.status = 'waiting' then substr(e.error, length(:waitsFor) + 1) end missing,
                   case when e.status = 'dead' and (e.error like 'waited %' or starts_with(e.error, :refused)) then e.error
                        when e.status = 'dead' and starts_with(e.error, :givenUp) then :givenUp
                        when e.status = 'dead' then 'it could not be handled' end error
              from inbound_event e
              left join inbound_copy c on c.partner_id = e.partner_id and c.event_id = e.event_id
             where e.partner_id = :partner and e.event_id = :event
            """;
}
