-- Keys that were destroyed: whoever meets a side that nobody can open any more finds here when it was erased and why. Names no child; a row stays for good.
CREATE TABLE tombstone (
    year      int         NOT NULL,
    slot      bigint      NOT NULL,
    erased_at timestamptz NOT NULL,
    reason    text        NOT NULL,   -- of a closed list (ErasureReason)
    sequence  bigint      NOT NULL,   -- of the ERASED entry
    PRIMARY KEY (year, slot)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tombstone
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
