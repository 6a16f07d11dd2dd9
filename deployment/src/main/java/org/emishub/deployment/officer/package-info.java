/** How the privacy officer is told. */
@NullMarked
package org.emishub.deployment.officer;

import org.jspecify.annotations.NullMarked;
