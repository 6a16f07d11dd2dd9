package org.emishub.deployment.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an address is this machine's own, judged by its spelling: a name that has to be looked up is not. */
public final class Loopback {
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9+:]+://)?(\\[[0-9a-f:]+]|[^/:?]+)(?:[:/?][^@,(]*)?");
    private static final Pattern OURS = Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?::1]?");

    private Loopback() {}

    /** True when a host, or the host of an address, is the loopback. */
    public static boolean names(String hostOrAddress) {
        Matcher host = HOST.matcher(hostOrAddress);
        String name = host.matches() ? host.group(1) : hostOrAddress;
        return OURS.matcher(name).matches();
    }
}
