-- What rules found; who it is about stands in the sealed side of the entry that was made of it.

create table anomaly (
    sequence bigint      primary key,       -- of the ANOMALY entry
    rule     text        not null,
    subject  text        not null,          -- keyed hash of rule and actor, or of rule and child
    since    timestamptz not null,
    until    timestamptz not null,
    entries  bigint[]    not null           -- sequences of the entries that show it
);
create index anomaly_subject on anomaly (rule, subject, since);
