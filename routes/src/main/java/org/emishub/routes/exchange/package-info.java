/** The order of things: one route shape per exchange kind, as flat lists of named steps over a {@code Passage}. */
@NullMarked
package org.emishub.routes.exchange;

import org.jspecify.annotations.NullMarked;
