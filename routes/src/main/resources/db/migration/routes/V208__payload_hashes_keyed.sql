-- A payload has so few possible values that its own hash would tell it. payload_hash is now a keyed hash, and the receipt, which carries the
-- plain one for its sender, is kept sealed. What was kept before went with the test data of a version that nobody ran in service.

alter table inbox add column sealed_receipt bytea;
alter table inbox drop column receipt;
delete from inbox;
