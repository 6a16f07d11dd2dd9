/** The order of things: one route shape per exchange kind, doors, stores and deliveries. */
@NullMarked
package org.emishub.routes;

import org.jspecify.annotations.NullMarked;
