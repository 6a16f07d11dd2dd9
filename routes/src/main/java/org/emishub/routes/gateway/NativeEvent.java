package org.emishub.routes.gateway;

import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.member.SystemId;

/**
 * A fact about one child that a native door has authenticated and translated.
 *
 * @param provider the authenticated sender
 * @param messageId unique per sender, {@code [A-Za-z0-9._:-]{1,64}}
 * @param payload the exact bytes the fact stands in (a row, a message); hashed and stored encrypted
 * @param about the record part; with the provider it names the door, whose agreements in force decide who receives it
 */
public record NativeEvent(SystemId provider, String messageId, byte[] payload, String about, ChildRecord record) {}
