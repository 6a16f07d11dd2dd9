-- The ledger. Append-only: whoever changes a row here must switch the triggers off first, and is found by verification all the same.

CREATE TABLE ledger_entry (
    sequence  bigint PRIMARY KEY,  -- 0-based, gap-free
    leaf      bytea  NOT NULL,     -- canonical JSON (RFC 8785), no personal data
    leaf_hash bytea  NOT NULL,     -- RFC 6962: SHA-256(0x00 || leaf)
    side      bytea  NOT NULL      -- the personal side, sealed under the child-year key
);

-- Complete subtrees of 256, 65,536, ... leaves (level 8, 16, ...): what proofs are made of without reading every entry.
CREATE TABLE ledger_node (
    level smallint NOT NULL,
    index bigint   NOT NULL,
    hash  bytea    NOT NULL,
    PRIMARY KEY (level, index)
);

-- One row: how many entries there are and the roots of the complete subtrees they make up, largest first, 32 bytes each.
CREATE TABLE ledger_head (
    id       smallint PRIMARY KEY CHECK (id = 1),
    size     bigint   NOT NULL,
    frontier bytea    NOT NULL
);
INSERT INTO ledger_head VALUES (1, 0, '');

CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY,
    note text   NOT NULL           -- C2SP signed note
);

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION ledger_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size < OLD.size THEN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_node
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER only_grows BEFORE UPDATE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_head_only_grows();
