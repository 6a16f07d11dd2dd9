/** Who may speak to the hub: organisations, their systems and their certificates. */
@NullMarked
package org.emishub.security.member;

import org.jspecify.annotations.NullMarked;
