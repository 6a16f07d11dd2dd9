-- In which order facts about a child are delivered, and which recipients an operator has stopped.

-- Keyed hash of agreement and child; null for what is about no child and for what was refused when it came.
alter table outbox add column order_key bytea;
alter table outbox add column as_of date;
alter table outbox add column issued_at timestamptz;
-- The ledger's sequence of the acceptance: given under the ledger's lock, so a later one is never committed before.
alter table outbox add column ordinal bigint;

drop index outbox_due;
create index outbox_due on outbox (recipient, next_attempt_at) where state = 'PENDING';
create index outbox_sent on outbox (recipient, next_attempt_at) where state = 'SENT';
create index outbox_order_open on outbox (order_key, ordinal) where state in ('PENDING', 'SENT') and order_key is not null;
create index outbox_order on outbox (order_key, as_of, issued_at) where order_key is not null;
create index outbox_dead on outbox (reason) where state = 'DEAD';

create table recipient_stop (
    recipient  text        primary key,
    stopped_at timestamptz not null,
    stopped_by text        not null,
    reason     text        not null
);
