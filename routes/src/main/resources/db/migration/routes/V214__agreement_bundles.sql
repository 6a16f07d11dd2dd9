-- Every agreement text that ever was in force here, found by the hash that entries name; and from when to when. A text is not personal and is never deleted.

create table agreement_bundle (
    bundle_hash text        primary key,   -- lower-case hex SHA-256 of text
    agreement   text        not null,
    version     int         not null,
    text        bytea       not null,      -- the file's bytes
    first_at    timestamptz not null
);

-- Versions stand side by side: each (agreement, version) has one text at a time.
create table agreement_period (
    agreement   text        not null,
    version     int         not null,
    bundle_hash text        not null,
    since       timestamptz not null,
    until       timestamptz
);
create unique index agreement_period_now on agreement_period (agreement, version) where until is null;

-- What was in force before texts were kept: version 0 stands for whichever it was. (agreement_text stays for nodes of the version before.)
insert into agreement_period select agreement, 0, bundle_hash, now(), null from agreement_text;
