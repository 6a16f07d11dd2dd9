/** What two parties agreed may leave, why and for whom, and the pure decision that follows from it. */
@NullMarked
package org.emishub.security.agreement;

import org.jspecify.annotations.NullMarked;
