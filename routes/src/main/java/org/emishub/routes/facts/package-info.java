/** What the decisions rest on: caseload, guardians, consents, objections, sealed children, broken glass, populations; of children only keyed hashes. */
@NullMarked
package org.emishub.routes.facts;

import org.jspecify.annotations.NullMarked;
