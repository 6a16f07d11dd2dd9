-- Inbox and outbox. No value of a record is in clear here: ciphertext, answer, payload and receipt are sealed.

create table inbox (
    sender       text        not null,
    message_id   text        not null,
    payload_hash text    not null,
    agreement    text        not null,
    state        text        not null check (state in ('RECEIVED', 'ANSWERED', 'ACCEPTED', 'REFUSED')),
    code         text        not null default 'OK',
    ciphertext   bytea,
    answer       bytea,
    receipt      text,
    sequence     bigint,
    received_at  timestamptz not null,
    primary key (sender, message_id)
);
create index inbox_kept on inbox (received_at) where ciphertext is not null or answer is not null;
-- Ciphertext does not compress: do not try.
alter table inbox alter column ciphertext set storage external;
alter table inbox alter column answer set storage external;

create table outbox (
    id                uuid        primary key,
    sender            text        not null,
    message_id        text        not null,
    agreement         text        not null,
    agreement_version int         not null,
    recipient         text        not null,
    kind              text        not null,
    state             text        not null check (state in ('PENDING', 'SENT', 'DELIVERED', 'DEAD', 'EXPIRED', 'REFUSED')),
    payload           bytea,
    wire_hash         text    not null default '',
    released          boolean     not null default false,
    sends             int         not null default 0,
    attempts          int         not null default 0,
    next_attempt_at   timestamptz not null,
    leased_until      timestamptz,
    reason            text        not null default '',
    owner             text        not null,
    deadline          timestamptz not null,
    receipt           bytea,
    receipt_signed    boolean     not null default false,
    created_at        timestamptz not null,
    finished_at       timestamptz
);
alter table outbox alter column payload set storage external;
create index outbox_due on outbox (next_attempt_at) where state in ('PENDING', 'SENT');
create index outbox_open on outbox (deadline) where payload is not null;
create index outbox_created on outbox (created_at);

create table quota (
    agreement text not null,
    day       date not null,
    used      int  not null,
    primary key (agreement, day)
) with (fillfactor = 20);

create table unmapped_code (
    system     text        not null,
    list       text        not null,
    code       text        not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    count      bigint      not null,
    primary key (system, list, code)
);

create table refused_caller (
    source text        not null,
    code   text        not null,
    minute timestamptz not null,
    count  bigint      not null,
    primary key (source, code, minute)
);
