/** A country that does not exist: children, families, schools and what three systems hold of them, all from one seed. */
@NullMarked
package org.emishub.deployment.country;

import org.jspecify.annotations.NullMarked;
