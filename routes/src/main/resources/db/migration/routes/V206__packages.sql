-- Packages: many children asked about in sealed parts. The parts' sealed bytes stand in the inbox, under their own message ids; answers are sealed to their
-- client. Nothing personal is in clear.

create table package (
    number          bigint generated always as identity primary key,
    sender          text        not null,
    package_id      text        not null,
    agreement       text        not null,
    parts           int         not null,
    rows            int         not null,
    state           text        not null check (state in ('COMING', 'WAITING', 'ANSWERED', 'REFUSED', 'EXPIRED')),
    code            text        not null default 'OK',
    content_hash    text        not null default '',
    receipt         text        not null default '',
    batch_receipt   text        not null default '',
    answers         int         not null default 0,
    answered        int         not null default 0,
    next_part       int         not null default 1,
    next_row        int         not null default 0,
    attempts        int         not null default 0,
    next_attempt_at timestamptz not null,
    claim           uuid,
    leased_until    timestamptz,
    received_at     timestamptz not null,
    deadline        timestamptz not null,
    finished_at     timestamptz,
    fetched_at      timestamptz,
    unique (sender, package_id)
);
create index package_waiting on package (next_attempt_at) where state = 'WAITING';
create index package_open on package (deadline);

create table package_part (
    package      bigint not null references package,
    part         int    not null,
    message_id   text   not null,
    payload_hash text   not null,
    rows         int    not null,
    primary key (package, part)
);

-- One sealed answer per chunk of rows; written with the entries of its rows and the package's place, in one commit.
create table package_answer (
    package    bigint not null references package,
    answer     int    not null,
    lines_hash text   not null,
    wire_hash  text   not null,
    sealed     bytea,
    primary key (package, answer)
);
alter table package_answer alter column sealed set storage external;

create table package_verdict (
    package bigint not null references package,
    verdict text   not null,
    count   bigint not null,
    primary key (package, verdict)
);
