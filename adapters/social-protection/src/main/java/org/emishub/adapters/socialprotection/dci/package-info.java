/** DCI 1.0.0 registry search: the door that answers it and the provider that asks it. */
@NullMarked
package org.emishub.adapters.socialprotection.dci;

import org.jspecify.annotations.NullMarked;
