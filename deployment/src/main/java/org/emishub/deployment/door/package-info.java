/** The hub's listening side: what is served on which port, and who is let in. */
@NullMarked
package org.emishub.deployment.door;

import org.jspecify.annotations.NullMarked;
