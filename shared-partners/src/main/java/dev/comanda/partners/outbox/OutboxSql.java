package dev.comanda.partners.outbox;

/** The statements of {@link Outbox}. */
final class OutboxSql {
    /** Whoever subscribed to the type, by an index of the subscriptions; observers always. */
    private static final String SUBSCRIBED = """
            p.id = any(array(select id from partner where events && :patterns))
                   and p.events && :patterns and (p.events = '{*}' or (p.id = any(:listed)) <> :everyone)
            """;

    private static final String NAMED = "p.id = any(:listed)";

    /**
     * The lanes are upserted in the order of their partners' ids, so that two publishers never deadlock; each partner is
     * locked before its lane, so that one that is being removed meanwhile is simply not addressed.
     */
    private static final String PUBLISH = """
            with event as (
                insert into outbound_event
                       (event_id, event_type, ordering_key, revision, body, body_hash, traceparent, published_at)
                values (:eventId, :type, :key, :revision, :body, :hash, :traceparent, :now)
                returning id),
            addressed as materialized (
                select p.id, p.events <> '{*}' or (not :everyone and p.id = any(:listed)) addressed
                  from partner p where %s
                 order by p.id for key share),
            lanes as (
                insert into lane (partner_id, ordering_key, pending, next_attempt_at)
                select id, :key, 1, :now from addressed
                on conflict (partner_id, ordering_key) do update
                   set pending = lane.pending + 1,
                       next_attempt_at = case when lane.pending = 0 then excluded.next_attempt_at
                                              else lane.next_attempt_at end
                returning id, partner_id),
            made as (
                insert into delivery (event, partner_id, lane_id, created_at)
                select event.id, lanes.partner_id, lanes.id, :now from event, lanes)
            select id partner_id, addressed from addressed
            """;

    static final String TO_SUBSCRIBERS = PUBLISH.formatted(SUBSCRIBED.strip());
    static final String TO_ONE = PUBLISH.formatted(NAMED);

    private OutboxSql() {}
}
