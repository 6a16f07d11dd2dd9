/** Keys per child and year, kept outside the database, whose destruction is final. */
@NullMarked
package org.emishub.security.vault;

import org.jspecify.annotations.NullMarked;
