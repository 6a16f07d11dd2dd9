/** Canonical code lists and each system's map to them; an unmapped code is never guessed. */
@NullMarked
package org.emishub.mappings.codes;

import org.jspecify.annotations.NullMarked;
