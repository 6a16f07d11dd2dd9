/** Social protection: DCI 1.0.0 in both directions, and the older SOAP service for the same question; the only place where the hub speaks SOAP. */
@NullMarked
package org.emishub.adapters.socialprotection;

import org.jspecify.annotations.NullMarked;
