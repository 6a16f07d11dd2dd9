/** The hub's ledger as FHIR R4 AuditEvents, by IHE's Basic Audit Log Patterns. */
@NullMarked
package org.emishub.adapters.health.audit;

import org.jspecify.annotations.NullMarked;
