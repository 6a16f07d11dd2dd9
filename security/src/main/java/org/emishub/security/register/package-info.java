/** What agreements do, shown to people: examples that are run, the register of processing, the explanation of one record. */
@NullMarked
package org.emishub.security.register;

import org.jspecify.annotations.NullMarked;
