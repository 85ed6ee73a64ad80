package dev.comanda.partners.outbox;

/** The statements of {@link Outbox}. */
final class OutboxSql {
    /** Whoever subscribed to the type, by an index of the subscriptions; observers always. */
    private static final String SUBSCRIBED = """
            p.id = any(array(select id from partner where events && (select patterns from wanted)))
                   and p.events && (select patterns from wanted)
                   and (p.events = '{*}' or (p.id = any((select listed from wanted)::text[]))
                                            <> (select everyone from wanted))
            """;

    private static final String NAMED = "p.id = any((select listed from wanted)::text[])";

    /**
     * The lanes are upserted in the order of their partners' ids and keys, so that two publishers never deadlock; each partner
     * is locked before its lanes, so that one that is being removed meanwhile is simply not addressed. Events get their ids in
     * the order of the arrays, and so do their deliveries.
     */
    private static final String PUBLISH = """
            with wanted (everyone, listed, patterns, now) as materialized (
                values (cast(? as boolean), cast(? as text[]), cast(? as text[]), cast(? as timestamptz))),
            event as (
                insert into outbound_event
                       (event_id, event_type, ordering_key, revision, body, body_hash, traceparent, published_at)
                select e.*, (select now from wanted) from unnest(?, ?, ?, ?, ?, ?, ?) e
                returning id, ordering_key),
            addressed as materialized (
                select p.id,
                       p.events <> '{*}' or (not (select everyone from wanted)
                                             and p.id = any((select listed from wanted)::text[])) addressed
                  from partner p where %s
                 order by p.id for key share),
            lanes as (
                insert into lane (partner_id, ordering_key, pending, next_attempt_at)
                select a.id, e.ordering_key, count(*), (select now from wanted) from addressed a cross join event e
                 group by a.id, e.ordering_key order by a.id, e.ordering_key
                on conflict (partner_id, ordering_key) do update
                   set pending = lane.pending + excluded.pending,
                       next_attempt_at = case when lane.pending = 0 then excluded.next_attempt_at
                                              else lane.next_attempt_at end
                returning id, partner_id, ordering_key),
            made as (
                insert into delivery (event, partner_id, lane_id, created_at)
                select e.id, l.partner_id, l.id, (select now from wanted)
                  from event e join lanes l on l.ordering_key = e.ordering_key order by e.id)
            select id partner_id, addressed from addressed
            """;

    static final String TO_SUBSCRIBERS = PUBLISH.formatted(SUBSCRIBED.strip());
    static final String TO_ONE = PUBLISH.formatted(NAMED);

    private OutboxSql() {}
}
