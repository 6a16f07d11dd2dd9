package org.emishub.adapters.socialprotection.soap;

import org.emishub.security.member.SystemId;

/**
 * Who certainly sent a call.
 *
 * @param payload the Body's one element in exclusive canonical form: what was signed, without what differs when the same question is signed again
 */
record Caller(SystemId system, byte[] payload) {}
