/** The sandbox: invented systems, an invented country, and the scenarios played with them. */
@NullMarked
package org.emishub.deployment.sandbox;

import org.jspecify.annotations.NullMarked;
