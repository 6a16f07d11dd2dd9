package org.emishub.deployment.campaign.fault;

/** Trouble on one stretch of the network. */
public record Disturb(Proxy proxy, Trouble trouble) implements Fault {
    @Override
    public boolean strike() {
        proxy.trouble(trouble);
        return true;
    }

    @Override
    public void heal() {
        proxy.trouble(Trouble.NONE);
    }
}
