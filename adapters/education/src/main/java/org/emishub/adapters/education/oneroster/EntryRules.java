package org.emishub.adapters.education.oneroster;

import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.csv.PackageRefused.Why;

/** Which entries a package may have: only files that OneRoster 1.2 defines, at the top, each once (CSV Binding 1.2.1: no folders in the zip). */
final class EntryRules {
    private static final Set<String> NAMES = Set.of(
            "manifest.csv",
            "academicSessions.csv",
            "categories.csv",
            "classes.csv",
            "classResources.csv",
            "courses.csv",
            "courseResources.csv",
            "demographics.csv",
            "enrollments.csv",
            "lineItemLearningObjectiveIds.csv",
            "lineItems.csv",
            "lineItemScoreScales.csv",
            "orgs.csv",
            "resources.csv",
            "resultLearningObjectiveIds.csv",
            "results.csv",
            "resultScoreScales.csv",
            "roles.csv",
            "scoreScales.csv",
            "userProfiles.csv",
            "userResources.csv",
            "users.csv");

    private final PackageLimits limits;
    private final Set<String> seen = new HashSet<>();

    EntryRules(PackageLimits limits) {
        this.limits = limits;
    }

    /** Refuses the entry unless its name is allowed and new. */
    void checkName(ZipEntry entry) throws PackageRefused {
        if (entry.isDirectory() || !NAMES.contains(entry.getName())) {
            throw new PackageRefused("package", Why.ENTRY_NOT_ALLOWED, "Pack only OneRoster files, without folders.");
        }
        if (!seen.add(entry.getName())) {
            throw new PackageRefused(entry.getName(), Why.DUPLICATE_ENTRY, "Pack each file once.");
        }
        if (seen.size() > PackageLimits.MAX_ENTRIES) {
            throw new PackageRefused("package", Why.TOO_MANY_ENTRIES, "Pack only OneRoster files.");
        }
    }

    /** Refuses sizes beyond the limits; both are what was counted or declared so far. */
    void checkSize(String name, long unpacked, long packed) throws PackageRefused {
        if (unpacked > limits.fileBytes()) {
            throw new PackageRefused(name, Why.TOO_LARGE, "Split the package by district.");
        }
        if (unpacked > PackageLimits.RATIO_FROM && unpacked > limits.ratio() * Math.max(1, packed)) {
            throw new PackageRefused(name, Why.RATIO_TOO_HIGH, "The file unpacks to far more than text does.");
        }
    }

    Set<String> seen() {
        return seen;
    }
}
