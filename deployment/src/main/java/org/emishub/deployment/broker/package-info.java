/** The Artemis that the hub runs inside itself where it was given none. */
@NullMarked
package org.emishub.deployment.broker;

import org.jspecify.annotations.NullMarked;
