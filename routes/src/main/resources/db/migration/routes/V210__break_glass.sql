-- Who looked without a case. The keys are keyed hashes of actor and child, and of the actor; names, child and reason are sealed under the child's key of the year.

create table break_glass (
    number      bigint      generated always as identity primary key,
    key         text        not null,
    actor       text        not null,
    agreement   text        not null,
    opened_at   timestamptz not null,
    until_at    timestamptz not null,
    review_by   timestamptz not null,
    told_at     timestamptz,
    reviewed_at timestamptz,
    finding     text        not null default '',
    sealed      bytea       not null
);

create index break_glass_key on break_glass (key);
create index break_glass_actor on break_glass (actor);
create index break_glass_untold on break_glass (number) where told_at is null;
