package dev.comanda.partners.outbox;

/** The statements of {@link DeliveryRecorder}. */
final class DeliveryRecorderSql {
    /**
     * The partners come first, then the lanes, then the deliveries, as everywhere. Nothing is waited for: the rows of a
     * partner that is being removed, and lanes that a publisher holds or has just changed, are left out. A lane whose schedule was begun anew
     * during the call (a resend, a resume) keeps that beginning.
     */
    static final String RECORD = """
            with present as materialized (
                select id from partner where id = any(?) order by id for key share skip locked),
            locked as materialized (
                select r.*, l.tid
                  from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                       as r (lane, delivery, status, next, step, read_step, number, started_at, http_status, error,
                             duration_ms, address, answer)
                 cross join lateral (select ctid tid from lane
                                      where id = r.lane and partner_id = any(array(select id from present))
                                      limit 1 for update skip locked) l),
            released as (
                update lane l
                   set next_attempt_at = case when %1$s then l.next_attempt_at else r.next end,
                       attempts = case when %1$s then l.attempts else r.step end,
                       pending = l.pending - case when r.status = 'pending' then 0 else 1 end
                  from locked r where l.ctid = r.tid
                returning r.*),
            found as materialized (
                select r.*, d.tid delivery_tid from released r
                 cross join lateral (select ctid tid from delivery where id = r.delivery limit 1) d),
            settled as (
                update delivery d
                   set status = r.status, attempts = r.number, last_status = r.http_status, last_error = r.error,
                       last_attempt_at = r.started_at, delivered_at = case when r.status = 'delivered' then ? end,
                       refusals = d.refusals + case when r.http_status in (401, 403) then 1 else 0 end,
                       duration_ms = r.duration_ms, address = r.address, answer = r.answer
                  from found r where d.ctid = r.delivery_tid
                returning d.id)
            select id from settled
            """.formatted("r.status = 'pending' and l.attempts < r.read_step");

    static final String ATTEMPTS = """
            insert into delivery_attempt (delivery_id, number, started_at, duration_ms, status, error, address, answer)
            select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** Results that were read before the session was lost: whether they are still the next ones of their deliveries. */
    static final String CURRENT = """
            select d.id from unnest(?, ?) r (id, attempts)
             cross join lateral (select id, attempts, status from delivery where id = r.id limit 1) d
             where d.status = 'pending' and d.attempts = r.attempts
            """;

    static final String LANES_LEFT = "select id from lane where id = any(?)";

    private static final String FAILURES_BEFORE = "case when h.succeeded then 0 else p.failures_in_row end";
    private static final String SINCE_BEFORE = "case when h.succeeded then null else p.failing_since end";
    private static final String BLOCK_BEFORE = "case when h.succeeded then null else p.blocked_until end";

    /** A call that was under way when the block began tells nothing new and does not lengthen it. */
    private static final String NEW_FAILURES =
            """
            (case when h.failed = 0 or %2$s > h.now then 0 else greatest(1, least(h.failed, 5 - %1$s)) end)
            """.formatted(FAILURES_BEFORE, BLOCK_BEFORE).strip();

    private static final String FAILURES = "(%s + %s)".formatted(FAILURES_BEFORE, NEW_FAILURES);
    private static final String SINCE =
            "coalesce(%s, case when %s > 0 then h.now end)".formatted(SINCE_BEFORE, NEW_FAILURES);
    private static final String PAUSE =
            "p.status = 'active' and (h.gone or h.failed > 0 and %s < h.now - interval '5 days')".formatted(SINCE);

    /**
     * What the results of each partner come to: whether some succeeded, and how many failed since the last success. After 5
     * failures in a row the partner is left alone for 10 s, doubling with each probe that fails up to 5 minutes.
     */
    static final String HEALTH = """
            update partner p
               set failures_in_row = %1$s,
                   failing_since = %2$s,
                   blocked_until = case when %3$s = 0 or %1$s < 5 then %4$s
                       else h.now + least(300, 10 * 2 ^ least(10, %1$s - 5)) * interval '1 second' end,
                   last_success_at = case when h.succeeded then h.now else p.last_success_at end,
                   status = case when %5$s then 'auto_paused' else p.status end,
                   to_tell = p.to_tell or h.died or %5$s
              from (select r.*, cast(? as timestamptz) now, (select status from partner where id = r.id) status_before
                      from unnest(?, ?, ?, ?, ?) r (id, succeeded, failed, gone, died)) h
             where p.id = h.id and p.id = any(?)
               and (h.failed > 0 or h.gone or h.died
                    or h.succeeded and (p.failures_in_row > 0 or p.last_success_at is null
                                        or p.last_success_at < h.now - interval '1 minute'))
            returning p.id, p.status = 'auto_paused' and h.status_before <> 'auto_paused' paused, h.gone
            """.formatted(FAILURES, SINCE, NEW_FAILURES, BLOCK_BEFORE, PAUSE);

    private DeliveryRecorderSql() {}
}
