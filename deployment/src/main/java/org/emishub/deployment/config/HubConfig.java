package org.emishub.deployment.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.member.SystemId;

/**
 * The hub's configuration.
 *
 * @param name the hub's own name, under which it signs and is written to
 * @param data the one folder that the hub writes to
 * @param agreements the folder of agreements
 * @param members the registry of members
 * @param keys the hub's own keys
 * @param database an outside PostgreSQL; empty for the one the hub runs itself
 * @param broker an outside Artemis; empty for the one the hub runs itself
 */
public record HubConfig(
        Mode mode,
        SystemId name,
        Path data,
        Path agreements,
        Path members,
        Keys keys,
        Doors doors,
        Optional<Server> database,
        Optional<Server> broker,
        Simulators simulators) {

    /** The same with agreements from another folder. */
    public HubConfig withAgreements(Path folder) {
        return new HubConfig(mode, name, data, folder, members, keys, doors, database, broker, simulators);
    }

    /** Where the hub listens: plain HTTP for sealed envelopes, HTTPS with client certificates for native protocols, and management. */
    public record Doors(String host, int http, int https, int management) {}

    /**
     * Where the hub's own keys are.
     *
     * @param folder holds {@code hub.p12} and the master keys
     * @param password of {@code hub.p12}; empty when the folder's own file {@code password} holds it
     */
    public record Keys(Path folder, Optional<Secret> password) {}

    /** An outside server. */
    public record Server(String url, String user, Secret password) {}

    /** The sandbox's invented systems: their ports and the invented country. */
    public record Simulators(int emis, int health, int registry, int statistics, int mis, int children, int seed) {}

    /**
     * Reads a file, if there is one, and the environment over it.
     *
     * @param base from where relative defaults count; relative paths in the file count from the file
     * @throws YamlException naming file (or variable) and line of what cannot be used
     */
    public static HubConfig read(Optional<Path> file, Path base, Map<String, String> environment) {
        Settings settings = new Settings(file.map(HubConfig::parse), environment);
        Path from = file.map(f -> f.toAbsolutePath().resolveSibling("")).orElse(base);
        return new Reading(settings, from, environment).config();
    }

    private static YamlNode parse(Path file) {
        try {
            return YamlNode.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new YamlException(file.toString(), 0, "the file cannot be read", "Name an existing file, in UTF-8.");
        }
    }
}
