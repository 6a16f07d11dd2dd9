/** The ports through which the hub asks and serves a connected system. */
@NullMarked
package org.emishub.routes.system;

import org.jspecify.annotations.NullMarked;
