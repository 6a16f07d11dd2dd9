-- From when on is a matter of the person: a seal against one more must not take back what that one has seen. A child that is sealed from all has its own since; null where
-- it is kept only from those who are named.

alter table sealed_against add column since timestamptz;

update sealed_against as a set since = s.since from sealed_child as s where s.key = a.key;

alter table sealed_against alter column since set not null;

alter table sealed_child alter column since drop default, alter column since drop not null;

update sealed_child as s set since = null where exists (select 1 from sealed_against as a where a.key = s.key);
