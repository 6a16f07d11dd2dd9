-- What was asked to be erased, until it is: whoever stops in between finishes it at the next start. Afterwards the row names nobody.
create table erasure (
    id          uuid        primary key,
    reason      text        not null,
    asked_at    timestamptz not null,
    sealed      bytea,                   -- child and who asked, at rest; gone when it is finished
    keys        text[]      not null default '{}',
    sequence    bigint,                  -- of the ERASED entry
    counts      text        not null default '',
    finished_at timestamptz
);
create index erasure_open on erasure (asked_at) where finished_at is null;

-- Facts whose key is a hash of more than the child are found by a hash of the child alone, under a name of its own in each table, when the child is erased.
alter table caseload add column child text;
create index caseload_child on caseload (child);
alter table guardianship add column child text;
create index guardianship_child on guardianship (child);
alter table break_glass add column child text;
create index break_glass_child on break_glass (child);
alter table population add column child text;
create index population_child on population (child);

-- One row for each time that something past its time was destroyed; what was is marked with its number, so that the list can be made again and compared with the
-- hash in the entry.
create table retention_run (
    number    bigint      generated always as identity primary key,
    ran_at    timestamptz not null,
    sequence  bigint      not null,      -- of the DESTROYED entry
    list_hash text        not null,      -- lower-case hex SHA-256 of the sorted list
    counts    text        not null
);
alter table inbox add column destroyed_in bigint;
alter table outbox add column destroyed_in bigint;
alter table package_answer add column destroyed_in bigint;
create index outbox_receipts on outbox (finished_at) where receipt is not null and not receipt_signed;
