/** Asks the health register over FHIR R4: who the child is, and what is held of immunization and the examination before school. */
@NullMarked
package org.emishub.adapters.health.register;

import org.jspecify.annotations.NullMarked;
