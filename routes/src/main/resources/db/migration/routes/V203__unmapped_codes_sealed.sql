-- What stands in a code's column may be anything, also a name or a number that slipped there: kept sealed. The key is a keyed hash of system, list and code.

drop table unmapped_code;

create table unmapped_code (
    key        text        primary key,
    system     text        not null,
    list       text        not null,
    sealed     bytea       not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    count      bigint      not null
);
