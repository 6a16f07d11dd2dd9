/** Names across scripts, and whether two descriptions are of one child. */
@NullMarked
package org.emishub.mappings.identity;

import org.jspecify.annotations.NullMarked;
