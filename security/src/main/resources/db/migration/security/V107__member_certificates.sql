-- Which signing certificate each member was registered with, from the start of a hub on that found it so: what signatures of then are checked with, in case packs.

CREATE TABLE member_certificate (
    system      text        NOT NULL,  -- organisation/system
    seen_at     timestamptz NOT NULL,
    certificate bytea       NOT NULL,  -- DER; empty when it has none any more
    PRIMARY KEY (system, seen_at)
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON member_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
