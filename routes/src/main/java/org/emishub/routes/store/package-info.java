/** The Message Store on PostgreSQL: what was received, what is to be delivered, what could not be understood. */
@NullMarked
package org.emishub.routes.store;

import org.jspecify.annotations.NullMarked;
