package org.emishub.adapters.socialprotection.dci;

import org.emishub.security.member.SystemId;

/** A message of a member, as it certainly wrote it. */
record DciAsked(SystemId sender, DciMessage message, DciHeader header) {}
