-- Tables that left: what a new table is held against, so that no two of them tell together what neither may.

CREATE TABLE table_release (
    sequence    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the order in which they left
    id          uuid NOT NULL UNIQUE,                             -- of the message that carried it
    agreement   text NOT NULL,
    version     int  NOT NULL,
    bundle_hash text NOT NULL,
    provider    text NOT NULL,                                    -- whose children were counted
    about       text NOT NULL,
    as_of       date NOT NULL,
    linked_days int  NOT NULL,                                    -- how near in time another table must be to be held against it
    cells       bytea NOT NULL                                    -- dimensions, counts and what was suppressed, sealed at rest
);
CREATE INDEX table_release_of ON table_release (provider, about, as_of);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON table_release
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
