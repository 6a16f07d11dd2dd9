package org.emishub.adapters.education.oneroster;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;
import org.emishub.adapters.education.csv.Row;
import org.emishub.adapters.education.csv.Rows;

/**
 * What a package says it holds.
 *
 * @param mode how its rows are meant
 * @param files those it has, of the ones that the hub reads
 */
public record Manifest(Mode mode, Set<RosterFile> files) {
    /** How rows are meant (CSV Binding 1.2.1, processing modes). */
    public enum Mode {
        /** All there is: what is not in it is no more. */
        BULK,
        /** What has changed: {@code active} adds or replaces, {@code tobedeleted} removes. */
        DELTA
    }

    private static final Set<RosterFile> ALWAYS_IN_BULK = EnumSet.of(
            RosterFile.ACADEMIC_SESSIONS,
            RosterFile.ORGS,
            RosterFile.COURSES,
            RosterFile.CLASSES,
            RosterFile.USERS,
            RosterFile.ROLES,
            RosterFile.ENROLLMENTS);

    /**
     * Reads the manifest and compares it with what is in the package.
     *
     * @throws PackageRefused {@code BAD_MANIFEST}, {@code MISSING_FILE}, {@code UNDECLARED_FILE}, {@code MIXED_MODES}
     */
    public static Manifest read(PackageFiles files) throws IOException, PackageRefused {
        Map<String, String> properties = properties(files);
        require(properties, "manifest.version", "1.0");
        require(properties, "oneroster.version", "1.2");
        Set<RosterFile> present = EnumSet.noneOf(RosterFile.class);
        Optional<Mode> mode = Optional.empty();
        for (RosterFile file : RosterFile.values()) {
            if (file == RosterFile.MANIFEST) {
                continue;
            }
            Optional<Mode> declared = mode(properties.getOrDefault(file.property(), "absent"));
            comparePresence(files, file, declared.isPresent());
            if (declared.isPresent()) {
                if (mode.isPresent() && !mode.equals(declared)) {
                    throw new PackageRefused(file.fileName(), Why.MIXED_MODES, "Declare all files bulk, or all delta.");
                }
                mode = declared;
                present.add(file);
            }
        }
        Manifest manifest = new Manifest(mode.orElseThrow(() -> bad("Declare at least one file.")), present);
        manifest.checkComplete();
        return manifest;
    }

    private static Map<String, String> properties(PackageFiles files) throws IOException, PackageRefused {
        InputStream in = files.open(RosterFile.MANIFEST.fileName())
                .orElseThrow(() -> new PackageRefused(
                        "manifest.csv", Why.MISSING_FILE, "A package has a manifest.csv at its top."));
        Map<String, String> properties = new HashMap<>();
        boolean[] broken = {false};
        try (Rows rows = Rows.open(RosterFile.MANIFEST.shape(), in, (f, l, c, code) -> broken[0] = true)) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                broken[0] |=
                        properties.put(row.get().text("propertyName"), row.get().text("value")) != null;
            }
        }
        if (broken[0]) {
            throw bad("Give every property once, as propertyName,value.");
        }
        return properties;
    }

    private static void require(Map<String, String> properties, String name, String value) throws PackageRefused {
        if (!value.equals(properties.get(name))) {
            throw bad("The property " + name + " must be " + value + ".");
        }
    }

    private static Optional<Mode> mode(String word) throws PackageRefused {
        return switch (word) {
            case "absent" -> Optional.empty();
            case "bulk" -> Optional.of(Mode.BULK);
            case "delta" -> Optional.of(Mode.DELTA);
            default -> throw bad("A file is bulk, delta or absent.");
        };
    }

    private static void comparePresence(PackageFiles files, RosterFile file, boolean declared)
            throws IOException, PackageRefused {
        Optional<InputStream> in = files.open(file.fileName());
        if (in.isPresent()) {
            in.get().close();
        }
        if (declared && in.isEmpty()) {
            throw new PackageRefused(file.fileName(), Why.MISSING_FILE, "The manifest declares it: add it.");
        }
        if (!declared && in.isPresent()) {
            throw new PackageRefused(file.fileName(), Why.UNDECLARED_FILE, "Declare it in the manifest.");
        }
    }

    private void checkComplete() throws PackageRefused {
        if (mode == Mode.BULK) {
            for (RosterFile file : ALWAYS_IN_BULK) {
                if (!files.contains(file)) {
                    throw new PackageRefused(file.fileName(), Why.MISSING_FILE, "A bulk package needs it.");
                }
            }
        }
    }

    private static PackageRefused bad(String hint) {
        return new PackageRefused("manifest.csv", Why.BAD_MANIFEST, hint);
    }
}
