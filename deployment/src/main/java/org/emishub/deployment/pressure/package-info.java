/** Whether there is room for anything new: disks and the queue, looked at in the background. */
@NullMarked
package org.emishub.deployment.pressure;

import org.jspecify.annotations.NullMarked;
