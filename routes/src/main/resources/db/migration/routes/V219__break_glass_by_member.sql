-- A user is whoever their member says: so the member's own are counted too. Keyed hash; empty of what was broken before.

alter table break_glass add column member text not null default '';

create index break_glass_member on break_glass (member, opened_at);
