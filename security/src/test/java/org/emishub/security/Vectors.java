package org.emishub.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.outside.OutsideMaterial;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Test vectors that others published; read where they lie, copied nowhere. */
public final class Vectors {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Vectors() {}

    public static Path folder(String name) {
        return OutsideMaterial.ROOT.resolve("security").resolve(name);
    }

    public static JsonNode json(Path file) {
        return JSON.readTree(file.toFile());
    }

    /** Every JSON file under a folder. */
    public static List<Path> files(String folder) {
        try (Stream<Path> files = Files.walk(folder(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every test of a Wycheproof file, with the group it stands in. */
    public static Stream<Wycheproof> wycheproof(String name) {
        return json(folder("wycheproof").resolve(name))
                .get("testGroups")
                .valueStream()
                .flatMap(group -> group.get("tests").valueStream().map(test -> new Wycheproof(group, test)));
    }

    /** One Wycheproof test. */
    public record Wycheproof(JsonNode group, JsonNode test) {
        public boolean valid() {
            return test.get("result").stringValue().equals("valid");
        }

        public byte[] bytes(String name) {
            return java.util.HexFormat.of().parseHex(test.get(name).stringValue());
        }

        public byte[] ofGroup(String name) {
            return java.util.HexFormat.of().parseHex(group.get(name).stringValue());
        }
    }
}
