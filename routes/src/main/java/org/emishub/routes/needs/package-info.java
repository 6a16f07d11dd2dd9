/** The needs view: one question to many providers, each answer under its own agreement. */
@NullMarked
package org.emishub.routes.needs;

import org.jspecify.annotations.NullMarked;
