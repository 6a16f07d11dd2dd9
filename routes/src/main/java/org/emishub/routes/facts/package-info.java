/** What the decisions rest on: caseload, consents, sealed children, populations; of children only keyed hashes. */
@NullMarked
package org.emishub.routes.facts;

import org.jspecify.annotations.NullMarked;
