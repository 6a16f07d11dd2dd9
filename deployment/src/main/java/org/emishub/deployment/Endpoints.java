package org.emishub.deployment;

import java.net.URI;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Loopback;
import org.emishub.deployment.config.Mode;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.member.Protocol;

/** Where the hub may send a record: in a sandbox to this machine only, else over TLS only, unless the record itself is sealed. */
final class Endpoints {
    private Endpoints() {}

    /** @throws YamlException naming the member whose address may not be used */
    static void check(HubConfig config, Members members) {
        for (MemberSystem member : members.systems()) {
            member.endpoint().ifPresent(address -> check(config.mode(), member, address));
        }
    }

    private static void check(Mode mode, MemberSystem member, URI address) {
        String file = member.id().organisation() + ".yaml";
        if (mode == Mode.SANDBOX && !Loopback.names(address.toString())) {
            throw new YamlException(
                    file, 0, "a sandbox stays on this machine", "Use 127.0.0.1 for " + member.id() + ".");
        }
        boolean sealed = member.protocol().equals(Protocol.HUB);
        if (!sealed && !"https".equals(address.getScheme())) {
            throw new YamlException(
                    file, 0, "records would travel in clear to " + member.id(), "Use an https:// endpoint.");
        }
    }
}
