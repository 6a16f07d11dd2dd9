-- How far each outside audit repository was told of the ledger; the ledger itself is the source, and may be told again from any place.

create table audit_feed (
    sink        text        primary key,
    next        bigint      not null default 0,            -- the sequence to be told next
    holder      text        not null default '',           -- the node that tells it now
    lease_until timestamptz not null default '1970-01-01', -- until when no other node does
    sent_at     timestamptz,
    failures    int         not null default 0,            -- attempts in a row
    fault       text        not null default ''            -- class of the last of them
);

-- Entries that a repository will not take, each on its own; they do not hold up those after them.
create table audit_feed_refused (
    sink     text        not null,
    sequence bigint      not null,
    reason   text        not null,
    at       timestamptz not null default now(),
    primary key (sink, sequence)
);
