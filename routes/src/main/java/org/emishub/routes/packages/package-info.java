/** Packages: questions about many children in sealed parts, answered row by row, however long it takes. */
@NullMarked
package org.emishub.routes.packages;

import org.jspecify.annotations.NullMarked;
