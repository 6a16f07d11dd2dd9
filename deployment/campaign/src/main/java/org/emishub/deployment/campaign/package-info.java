/** The fault campaign: what it runs, in which order, and what it reports. */
@NullMarked
package org.emishub.deployment.campaign;

import org.jspecify.annotations.NullMarked;
