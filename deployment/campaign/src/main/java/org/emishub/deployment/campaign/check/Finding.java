package org.emishub.deployment.campaign.check;

/** A rule that was broken, where, in plain words. */
public record Finding(Rule rule, String what) {
    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
