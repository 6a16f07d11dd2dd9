-- What decisions rest on. A key is a keyed hash (32 hex digits) of everything its row is about: child, case, actor, agreement.

create table caseload (
    key       text        primary key,
    opened_at timestamptz not null,
    closed_at timestamptz
);

create table consent (
    key          text        primary key,
    given_at     timestamptz not null,
    withdrawn_at timestamptz
);

create table sealed_child (key text primary key);

create table population (key text primary key);
