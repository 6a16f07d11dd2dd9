/** How a FHIR client is told no. */
@NullMarked
package org.emishub.adapters.health.refusal;

import org.jspecify.annotations.NullMarked;
