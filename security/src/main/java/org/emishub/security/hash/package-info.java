/** The one hash that everything here is named by and compared by. */
@NullMarked
package org.emishub.security.hash;

import org.jspecify.annotations.NullMarked;
