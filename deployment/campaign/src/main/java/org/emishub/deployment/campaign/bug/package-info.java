/** Bugs sown into a running hub by a Java agent, so that the checker is known to catch them. */
@NullMarked
package org.emishub.deployment.campaign.bug;

import org.jspecify.annotations.NullMarked;
