/** The Messaging Gateway: the one way from a door into the routes. */
@NullMarked
package org.emishub.routes.gateway;

import org.jspecify.annotations.NullMarked;
