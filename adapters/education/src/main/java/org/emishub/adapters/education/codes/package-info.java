/** How the school register's codes map to the hub's; the maps are CSV resources beside this package. */
@NullMarked
package org.emishub.adapters.education.codes;

import org.jspecify.annotations.NullMarked;
