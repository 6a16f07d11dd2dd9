/** What an auditor, a court or a parent is handed to check without the hub: the case pack, and the verifier that goes with it. */
@NullMarked
package org.emishub.security.evidence;

import org.jspecify.annotations.NullMarked;
