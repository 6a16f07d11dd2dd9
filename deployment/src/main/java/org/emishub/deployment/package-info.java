/** The running hub: the only module that knows Spring, the environment and the HTTP server. */
@NullMarked
package org.emishub.deployment;

import org.jspecify.annotations.NullMarked;
