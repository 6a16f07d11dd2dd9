/** The PostgreSQL that the hub runs itself where it was given none. */
@NullMarked
package org.emishub.deployment.database;

import org.jspecify.annotations.NullMarked;
