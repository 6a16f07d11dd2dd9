-- What outside parties said of the ledger's checkpoints: witnesses' cosignatures and stamps of the time.

CREATE TABLE ledger_cosignature (
    size        bigint      NOT NULL REFERENCES ledger_checkpoint (size),
    witness     text        NOT NULL,  -- its verifier key (C2SP signed note)
    line        text        NOT NULL,  -- its signature line (C2SP tlog-cosignature), with the newline
    cosigned_at timestamptz NOT NULL,  -- as the witness says
    PRIMARY KEY (size, witness)
);
CREATE INDEX ledger_cosignature_of ON ledger_cosignature (witness, size);

CREATE TABLE ledger_stamp (
    size       bigint      PRIMARY KEY REFERENCES ledger_checkpoint (size),
    response   bytea       NOT NULL,   -- TimeStampResp (RFC 3161), DER
    stamped_at timestamptz NOT NULL    -- as the authority says
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_stamp
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
