package org.emishub.routes.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/** The adapters of a hub, by the protocol they speak. */
public final class Adapters {
    private final Map<String, Adapter> byProtocol = new TreeMap<>();

    /** @throws IllegalStateException when two speak one protocol, or one claims the hub's own */
    public Adapters(Iterable<Adapter> adapters) {
        for (Adapter adapter : adapters) {
            Protocol protocol = adapter.protocol();
            Adapter other = byProtocol.put(protocol.name(), adapter);
            if (other != null || protocol.equals(Protocol.HUB)) {
                throw new IllegalStateException("two adapters speak '" + protocol + "': "
                        + (other == null ? "the hub itself" : other.getClass().getName()) + " and "
                        + adapter.getClass().getName() + ". Install one of them.");
            }
        }
    }

    /** Those that modules on the class path name in {@code META-INF/services}. */
    public static Adapters installed() {
        return new Adapters(ServiceLoader.load(Adapter.class, Adapter.class.getClassLoader()));
    }

    /**
     * Connects each member through the adapter that speaks its protocol; a member of the hub protocol needs none.
     *
     * @throws YamlException naming the member's file when no adapter speaks its protocol
     */
    public List<ConnectedSystem> connect(Collection<MemberSystem> members, Means means) {
        return members.stream()
                .filter(member -> !member.protocol().equals(Protocol.HUB))
                .map(member -> speaking(member).connect(member, means))
                .toList();
    }

    private Adapter speaking(MemberSystem member) {
        String protocol = member.protocol().name();
        Adapter adapter = byProtocol.get(protocol);
        if (adapter == null) {
            throw new YamlException(
                    member.id().organisation() + ".yaml",
                    0,
                    "no installed adapter speaks '" + protocol + "', the protocol of " + member.id(),
                    "Install one, or correct the word. " + YamlNode.nearest(protocol, known()));
        }
        return adapter;
    }

    private List<String> known() {
        return Stream.concat(Stream.of(Protocol.HUB.name()), byProtocol.keySet().stream())
                .toList();
    }
}
