package org.emishub.routes.system;

import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/**
 * Connects the members that speak one protocol.
 *
 * <p>A public class with a public constructor without parameters, named in its module's {@code META-INF/services/org.emishub.routes.system.Adapter}:
 * by that alone a hub finds it.
 */
public interface Adapter {
    /** What it speaks; no two adapters speak the same. */
    Protocol protocol();

    /**
     * What a member can do for the hub; nothing ({@link ConnectedSystem#of}) when it only asks. Calls nobody yet.
     *
     * @throws org.emishub.mappings.yaml.YamlException when the member's file lacks what the protocol needs; it stops the start
     */
    ConnectedSystem connect(MemberSystem member, Means means);
}
