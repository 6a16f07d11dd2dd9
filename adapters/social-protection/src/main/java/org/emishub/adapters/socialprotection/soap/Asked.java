package org.emishub.adapters.socialprotection.soap;

/** Marks an exchange whose question has reached the gateway: from there on the gateway keeps account of every no. */
record Asked() {}
