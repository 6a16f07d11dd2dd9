package org.emishub.routes.exchange;

import org.emishub.security.refusal.Refusal;

/** A no to one part of a message (a row, an agreement); it is entered together with what becomes of the other parts. */
record PartRefused(Passage passage, Refusal refusal) {}
