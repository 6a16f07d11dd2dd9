/** The field catalogue: what each field of a child record means, how sensitive it is and where each standard keeps it. */
@NullMarked
package org.emishub.mappings.catalogue;

import org.jspecify.annotations.NullMarked;
