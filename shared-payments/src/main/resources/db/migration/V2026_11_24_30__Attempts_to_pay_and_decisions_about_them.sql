-- What an operator said of one attempt to pay. One row per attempt: a payment page can be paid more than once.
create table payment_decision (
    payment_id text not null references payment,
    -- the provider's id of the attempt
    attempt_id text not null,
    decision   text not null check (decision in ('ACCEPTED', 'KEPT', 'REJECTED')),
    decided_at timestamptz not null,
    primary key (payment_id, attempt_id)
);

-- Until now a decision was about the whole payment: it was about each attempt that was known of it.
insert into payment_decision (payment_id, attempt_id, decision, decided_at)
select distinct payment.payment_id, fact.object_id, payment.decision, payment.created_at
  from payment join payment_fact fact using (payment_id)
 where payment.decision <> 'NONE' and fact.kind in ('intent', 'charge', 'session');

alter table payment drop column decision;

-- Which attempt a refund is for, and the currency of its amount. Null: the payment's own, of before this migration.
alter table payment_operation add column attempt text;
alter table payment_operation add column currency text;

-- Open reviews had no task. The provider is asked again about those payments, and the answer opens it.
update payment set check_at = now(), checks = 0 where review is not null;

-- The mock's pages can be paid twice, and with another amount or currency.
alter table mock_payment drop constraint mock_payment_scenario_check;
alter table mock_payment add check (scenario in ('PAID', 'PAID_TWICE', 'WRONG_AMOUNT', 'WRONG_CURRENCY', 'DECLINED',
    'REQUIRES_ACTION', 'ASYNC_SUCCESS', 'ASYNC_FAILURE', 'TIMEOUT_AFTER_SUCCESS', 'REFUND_FAILED', 'DISPUTE_WON',
    'DISPUTE_LOST'));
