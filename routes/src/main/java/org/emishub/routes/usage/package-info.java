/** A child's own log for those who may see it; each look is an entry of it. */
@NullMarked
package org.emishub.routes.usage;

import org.jspecify.annotations.NullMarked;
