-- The school register's own snapshot. Who a row is about stands in blind hashes only (keyed, one domain per column);
-- everything else of a child is sealed under the key of that child and year.

create table education_package (
    number      bigint generated always as identity primary key,
    provider    text        not null,
    message_id  text        not null,
    kind        text        not null check (kind in ('BULK', 'DELTA', 'ATTENDANCE')),
    state       text        not null check (state in ('LOADING', 'LOADED', 'REFUSED')),
    as_of       date        not null,
    accepted    bigint      not null default 0,
    refused     bigint      not null default 0,
    received_at timestamptz not null default now(),
    unique (provider, message_id)
);

-- Which package's rows are the ones to be read; switching it is what makes a bulk package take effect at once.
create table education_current (
    provider   text   primary key,
    generation bigint not null
);

create table education_child (
    generation bigint  not null,
    child      uuid    not null,
    national   uuid,
    emis       uuid    not null,
    enrolled   uuid,
    package    bigint  not null,
    announce   boolean not null default false,
    sealed     bytea   not null,
    primary key (generation, child)
);
alter table education_child alter column sealed set storage external;
create index education_child_national on education_child (national);
create index education_child_emis on education_child (emis);
create index education_child_enrolled on education_child (enrolled);
create index education_child_announce on education_child (generation) where announce;

-- A child may be looked for by birth date and any spelling of its family name.
create table education_name (
    generation bigint not null,
    name       uuid   not null,
    child      uuid   not null,
    primary key (generation, name, child)
);
create index education_name_child on education_name (generation, child);

-- Schools, school years, courses and classes, which later deltas refer to; nothing personal.
create table education_reference (
    generation bigint not null,
    kind       text   not null,
    id         text   not null,
    body       text   not null,
    primary key (generation, kind, id)
);

create table education_attendance (
    provider text  not null,
    child    uuid  not null,
    month    date  not null,
    term     text  not null,
    as_of    date  not null,
    sealed   bytea not null,
    primary key (provider, child, month)
);
alter table education_attendance alter column sealed set storage external;
create index education_attendance_term on education_attendance (provider, term);
