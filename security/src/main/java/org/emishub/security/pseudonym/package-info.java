/** Names for a child that two receivers cannot join. */
@NullMarked
package org.emishub.security.pseudonym;

import org.jspecify.annotations.NullMarked;
