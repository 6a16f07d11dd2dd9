/** What goes wrong, and when: a seeded schedule, and one small class for each kind of fault. */
@NullMarked
package org.emishub.deployment.campaign.fault;

import org.jspecify.annotations.NullMarked;
