package org.emishub.security.ledger;

/** Where a unit of work puts its entries; they become durable with it, or not at all. */
public interface Appender {
    /** The place an entry was given: its 0-based, gap-free sequence and its RFC 6962 leaf hash (32 bytes). */
    record Appended(long sequence, byte[] leafHash) {}

    Appended append(EntryDraft draft);
}
