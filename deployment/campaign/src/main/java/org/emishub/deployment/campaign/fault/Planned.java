package org.emishub.deployment.campaign.fault;

import java.time.Duration;

/**
 * A fault that will strike.
 *
 * @param at since the faults began
 * @param target what it strikes: {@code node-1}, {@code broker}, {@code disk}
 * @param fault what happens: {@code kill}, {@code pause}
 * @param lasts until it heals; zero for what heals by itself
 */
public record Planned(Duration at, String target, String fault, Duration lasts) {}
