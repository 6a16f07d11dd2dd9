/** What an agreement means, told a second time from {@code deployment/docs/agreement.md} alone, and compared with what the hub does. */
@NullMarked
package org.emishub.security.meaning;

import org.jspecify.annotations.NullMarked;
