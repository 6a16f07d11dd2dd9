-- How the ledger's key changed: each row goes with an entry that names the note by its hash, and counts from the first checkpoint over that entry on.

CREATE TABLE ledger_key_change (
    sequence bigint PRIMARY KEY,  -- of the KEY_CHANGED entry
    note     text   NOT NULL      -- names both keys, signed by both (C2SP signed note)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_key_change
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
