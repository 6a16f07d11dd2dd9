/** Signed, then encrypted to one recipient, with agreement, message id, recipient and expiry bound in. */
@NullMarked
package org.emishub.security.envelope;

import org.jspecify.annotations.NullMarked;
