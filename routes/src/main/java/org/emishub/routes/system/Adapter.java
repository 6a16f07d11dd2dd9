package org.emishub.routes.system;

import java.util.Optional;
import org.emishub.security.member.MemberSystem;

/**
 * What an adapter module offers a hub.
 *
 * <p>Found on the class path by {@link java.util.ServiceLoader}, so that connecting a system edits no file that others share.
 */
public interface Adapter {
    /** The system behind a registered member; empty when this adapter does not speak to it. */
    Optional<ConnectedSystem> connect(MemberSystem member, Means means);
}
