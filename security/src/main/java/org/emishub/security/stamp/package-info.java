/** The time, as an outside authority says it, at which a checkpoint was there (RFC 3161). */
@NullMarked
package org.emishub.security.stamp;

import org.jspecify.annotations.NullMarked;
