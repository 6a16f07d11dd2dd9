-- The newest entry of each child, by which its next one is chained to it. Which child it is stands nowhere; the chain itself lies sealed in the sides.
-- An entry that erases a child takes its row away; entries of before this table are in no chain.
CREATE TABLE ledger_child (
    child_blind bytea  PRIMARY KEY,  -- HMAC-SHA-256 of the child's identifier, first 16 bytes
    number      bigint NOT NULL,     -- how many entries the chain has
    sequence    bigint NOT NULL,     -- of the newest
    leaf_hash   bytea  NOT NULL      -- of the newest
);

-- What the hub was set up with when it last started: keys, members, configuration. What differs at the next start is an entry.
CREATE TABLE ledger_setting (
    subject text PRIMARY KEY,        -- 'key: signing', 'member: education/emis', 'configuration: limits'
    hash    text NOT NULL            -- SHA-256, of nothing secret
);
