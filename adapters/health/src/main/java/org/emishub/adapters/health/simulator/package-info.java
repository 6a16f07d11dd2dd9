/** A health register of its own: speaks FHIR R4, judges by its own rules, and knows nothing of the hub. */
@NullMarked
package org.emishub.adapters.health.simulator;

import org.jspecify.annotations.NullMarked;
