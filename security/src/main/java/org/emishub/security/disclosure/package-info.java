/** What leaves: made only by copying what an agreement allows into an empty record. */
@NullMarked
package org.emishub.security.disclosure;

import org.jspecify.annotations.NullMarked;
