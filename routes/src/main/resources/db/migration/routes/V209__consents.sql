-- Who has a say over a child, what was agreed to and objected to. A key is a keyed hash (32 hex digits) of everything its row is about, under a name of its own in
-- each table; what a person may read again is sealed under the child's key of the year.

create table guardianship (
    key      text        primary key,
    from_at  timestamptz not null,
    until_at timestamptz
);

create table birth_date (
    key    text  primary key,
    sealed bytea not null
);

-- Nobody knows who gave the consents that were kept before, so that they count for nobody.
drop table consent;

create table consent (
    key          text not null,
    giver        text not null check (giver in ('GUARDIAN', 'CHILD')),
    who          text not null,
    given_at     timestamptz,
    until_at     timestamptz,
    withdrawn_at timestamptz,
    evidence     bytea not null,
    primary key (key, giver, who),
    check (given_at is not null or withdrawn_at is not null)
);

create index consent_who on consent (who);

create table objection (
    key      text        not null,
    who      text        not null,
    made_at  timestamptz not null,
    ended_at timestamptz,
    primary key (key, who)
);
