-- What a package came to, row by row, kept with its load in one commit: counts by file, and the refused rows (file, line, column, code; never a value), packed.

alter table education_package add column tally text not null default '';
alter table education_package add column refusals bytea;
