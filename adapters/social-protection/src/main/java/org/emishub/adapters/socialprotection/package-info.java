/** The social registry: the only place where the hub speaks SOAP. */
@NullMarked
package org.emishub.adapters.socialprotection;

import org.jspecify.annotations.NullMarked;
