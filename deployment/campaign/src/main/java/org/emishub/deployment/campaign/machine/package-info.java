/** What the campaign runs the hub on: a disk whose power can be cut, and processes that are started again when they die. */
@NullMarked
package org.emishub.deployment.campaign.machine;

import org.jspecify.annotations.NullMarked;
