/** The campaign's country: members with their keys, senders that write down what they were promised, receivers that write down what they did. */
@NullMarked
package org.emishub.deployment.campaign.load;

import org.jspecify.annotations.NullMarked;
