package dev.comanda.partners.outbox;

/**
 * The statements of {@link DeliveryQueue}. Each looks rows up one by one by a key, whatever the planner believes of tables
 * that have just grown: a subquery with a limit can be run in no other way, and neither can a join by ctid.
 */
final class DeliveryQueueSql {
    /** Of the two-part keys of advisory locks, this part stands for partners that are served. */
    private static final String LOCK_CLASS = "hashtext('comanda.dispatch')";

    /**
     * Goes from one partner with pending lanes to the next one by the index, so that partners without any cost nothing. A
     * delivery without a sequence is pending, so its partner is among them.
     */
    static final String WAITING = """
            with recursive waiting (id) as (
                (select partner_id from lane where pending > 0 order by partner_id limit 1)
                union all
                select (select l.partner_id from lane l
                         where l.pending > 0 and l.partner_id > w.id order by l.partner_id limit 1)
                  from waiting w where w.id is not null)
            select p.id,
                   (select d.id from delivery d where d.partner_id = p.id and d.sequence is null limit 1) is not null unnumbered,
                   case when p.status = 'active' then greatest(p.blocked_until, (
                       select min(l.next_attempt_at) from (values (false), (true)) kind (retry)
                        cross join lateral (select next_attempt_at from lane
                                             where partner_id = p.id and (attempts > 0) = kind.retry and pending > 0
                                             order by next_attempt_at limit 1) l)) end due_at
              from waiting w
             cross join lateral (select id, status, blocked_until from partner where id = w.id limit 1) p
             order by due_at nulls last
            """;

    static final String LOCK =
            "select id, pg_try_advisory_lock(%s, hashtext(id)) locked from unnest(?) id".formatted(LOCK_CLASS);

    static final String UNLOCK = "select pg_advisory_unlock(%s, hashtext(id)) from unnest(?) id".formatted(LOCK_CLASS);

    static final String OTHERS = """
            select count(*) from pg_stat_activity
             where application_name = current_setting('application_name') and pid <> pg_backend_pid()
               and datname = current_database()
            """;

    /**
     * The feed's row is locked first: a partner that is being removed is left out instead of waited for. The numbers follow
     * the ids among what is committed; what commits later gets a later number.
     */
    static final String NUMBER = """
            with mine as materialized (
                select partner_id, last_sequence from feed where partner_id = any(?) for update skip locked),
            fresh as materialized (
                select d.tid, m.partner_id,
                       m.last_sequence + row_number() over (partition by m.partner_id order by d.id) sequence
                  from mine m
                 cross join lateral (select id, ctid tid from delivery
                                      where partner_id = m.partner_id and sequence is null order by id limit ?) d),
            numbered as (
                update delivery d set sequence = f.sequence from fresh f where d.ctid = f.tid),
            counted as (
                update feed f set last_sequence = n.last
                  from (select partner_id, max(sequence) last from fresh group by partner_id) n
                 where f.partner_id = n.partner_id)
            select count(*) from fresh
            """;

    static final String STATES = """
            select p.id, p.webhook_url, p.status = 'active' active, p.blocked_until, p.failures_in_row,
                   (select string_agg(s.key_id || ' ' || s.xmin::text, ',' order by s.key_id) from partner_secret s
                     where s.partner_id = p.id and (s.expires_at is null or s.expires_at > ?)) secrets_version
              from partner p where p.id = any(?)
            """;

    /**
     * Retries and first tries are two ranges of one index. Whether a lane is one of them is compared with a column: compared
     * with a constant, it would be turned into another expression, which the index has not.
     */
    static final String HEADS = """
            select d.id, d.lane_id, d.partner_id, e.event_id, e.event_type, e.body, e.traceparent, d.sequence, d.attempts,
                   due.step, e.published_at, d.replay_reason, d.refusals
              from unnest(?, ?, ?) w (partner_id, retry, most)
             cross join lateral (
                   select l.id, l.attempts step, l.next_attempt_at from lane l
                    where l.partner_id = w.partner_id and (l.attempts > 0) = w.retry and l.pending > 0
                      and l.next_attempt_at <= ? and l.id <> all(?)
                    order by l.next_attempt_at limit w.most) due
             cross join lateral (select * from delivery h where h.lane_id = due.id and h.status = 'pending'
                                  order by h.id limit 1) d
             cross join lateral (select * from outbound_event o where o.id = d.event limit 1) e
             where d.sequence is not null
             order by due.next_attempt_at, d.id
            """;

    private DeliveryQueueSql() {}
}
