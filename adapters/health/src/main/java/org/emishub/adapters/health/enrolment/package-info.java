/** Tells the health register that a child was enrolled, as one FHIR R4 transaction. */
@NullMarked
package org.emishub.adapters.health.enrolment;

import org.jspecify.annotations.NullMarked;
