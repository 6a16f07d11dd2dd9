/** Starts again what the hub runs beside itself, when it has ended. */
@NullMarked
package org.emishub.deployment.supervision;

import org.jspecify.annotations.NullMarked;
