/** The health information system: the only place where the hub speaks FHIR. */
@NullMarked
package org.emishub.adapters.health;

import org.jspecify.annotations.NullMarked;
