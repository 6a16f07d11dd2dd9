package org.emishub.deployment.campaign.bug;

/**
 * A method of the hub; private ones too.
 *
 * @param arguments how many it takes, to tell it from others of its name
 */
record Place(String type, String method, int arguments, Seed seed) {}
