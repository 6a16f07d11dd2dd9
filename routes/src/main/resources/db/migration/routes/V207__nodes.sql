-- Which text of each agreement was entered last: of several nodes that see a change, one enters it.

create table agreement_text (
    agreement   text primary key,
    bundle_hash text not null
);
