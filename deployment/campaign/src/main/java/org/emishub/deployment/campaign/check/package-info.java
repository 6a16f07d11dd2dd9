/** Proves from outside logs and the hub's tables what became of every message; shares no class with the hub. */
@NullMarked
package org.emishub.deployment.campaign.check;

import org.jspecify.annotations.NullMarked;
