/** What a system holds about a child, as values keyed by catalogue fields. */
@NullMarked
package org.emishub.mappings.record;

import org.jspecify.annotations.NullMarked;
