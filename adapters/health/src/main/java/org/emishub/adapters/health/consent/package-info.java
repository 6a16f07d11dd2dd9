/** What a guardian or a child agreed to, as FHIR R4 Consent. */
@NullMarked
package org.emishub.adapters.health.consent;

import org.jspecify.annotations.NullMarked;
