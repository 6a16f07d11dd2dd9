-- What a seal keeps out of the child's own log: from when on, and from whom. Where nobody is named it is kept from every guardian, and of a seal made before it was
-- noted since when, from the beginning. who is a keyed hash of kind, child and person.

alter table sealed_child add column since timestamptz not null default 'epoch';

create table sealed_against (
    key text not null references sealed_child (key) on delete cascade,
    who text not null,
    primary key (key, who)
);
