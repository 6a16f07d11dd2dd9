/** Decisions made again from what they saw, by the text that was in force: an auditor gets the same answer, or is told what differs. */
@NullMarked
package org.emishub.security.replay;

import org.jspecify.annotations.NullMarked;
