-- Where the key of a child and year lies; the keys themselves are in files outside the database and its backups.
CREATE TABLE child_key (
    child_blind bytea  NOT NULL,   -- HMAC-SHA-256 of the child's identifier, first 16 bytes
    year        int    NOT NULL,
    slot        bigint NOT NULL,
    PRIMARY KEY (child_blind, year)
);
