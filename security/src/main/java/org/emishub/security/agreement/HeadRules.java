package org.emishub.security.agreement;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.member.SystemId;

/** The parts of an agreement's file that say which agreement it is, between whom, why and when. */
final class HeadRules {
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final YamlNode root;

    HeadRules(YamlNode root) {
        this.root = root;
    }

    String id() {
        YamlNode node = root.get("agreement");
        if (!node.text().matches("[a-z0-9-]{1,40}(\\.[a-z0-9-]{1,40})+")) {
            throw node.error("'" + node.text() + "' is not an agreement's id", "Write sector.what, a-z, 0-9 and '-'.");
        }
        return node.text();
    }

    /** The id, of which the file has its name. */
    String id(String fileName) {
        YamlNode node = root.get("agreement");
        String id = id();
        String versioned = id + "@" + version() + ".yaml";
        if (!fileName.equals(id + ".yaml") && !fileName.equals(versioned)) {
            throw node.error(
                    "the agreement '" + id + "' stands in " + fileName,
                    "Name the file '" + id + ".yaml', or '" + versioned + "' beside another version.");
        }
        return id;
    }

    int version() {
        return AgreementFile.positive(root.get("version"));
    }

    Optional<Integer> supersedes() {
        return root.find("supersedes").map(node -> {
            int earlier = AgreementFile.positive(node);
            if (earlier >= version()) {
                throw node.error(
                        "version " + version() + " cannot supersede version " + earlier,
                        "Name an earlier version, and raise 'version' with every change.");
            }
            return earlier;
        });
    }

    String country() {
        YamlNode node = root.get("country");
        if (!COUNTRIES.contains(node.text())) {
            throw node.error("'" + node.text() + "' is not a country", "Write its ISO 3166-1 code, as TJ.");
        }
        return node.text();
    }

    ZoneId zone() {
        YamlNode node = root.get("timeZone");
        oneOf(node, ZoneId.getAvailableZoneIds(), "is not a time zone", "Write it as Asia/Dushanbe.");
        return ZoneId.of(node.text());
    }

    SystemId provider() {
        return system(root.get("provider"));
    }

    SystemId client() {
        YamlNode node = root.get("client");
        SystemId client = system(node);
        if (client.equals(provider())) {
            throw node.error("a system needs no agreement with itself", "Name the system that receives.");
        }
        return client;
    }

    static SystemId system(YamlNode node) {
        try {
            return SystemId.of(node.text());
        } catch (IllegalArgumentException e) {
            throw node.error("'" + node.text() + "' is not a connected system", "Write organisation/system.");
        }
    }

    String about() {
        YamlNode node = root.get("about");
        if (!node.text().matches("[a-z][a-z-]{0,39}")) {
            throw node.error("'" + node.text() + "' is not a record part", "Write one word, a-z and '-'.");
        }
        return node.text();
    }

    String purposeOfUse() {
        return oneOf(
                root.get("purposeOfUse"),
                PurposeOfUse.CODES,
                "is not an HL7 purpose of use",
                "Write one code, as HPAYMT.");
    }

    Optional<String> dpvPurpose() {
        return root.find("dpvPurpose")
                .map(node -> oneOf(
                        node,
                        DpvPurpose.CODES,
                        "is not a purpose of the W3C Data Privacy Vocabulary",
                        "Write one of https://w3id.org/dpv#vocab-purpose, as ServiceProvision."));
    }

    /** A word of a list too long to be printed. */
    private static String oneOf(YamlNode node, Set<String> known, String problem, String otherwise) {
        String word = node.text();
        if (!known.contains(word)) {
            String near = YamlNode.nearest(word, known);
            throw node.error("'" + word + "' " + problem, near.startsWith("Did you mean") ? near : otherwise);
        }
        return word;
    }

    LocalDate firstDay() {
        return days()[0];
    }

    LocalDate lastDay() {
        return days()[1];
    }

    private LocalDate[] days() {
        YamlNode node = root.get("inForce");
        String[] parts = node.text().split(" \\.\\. ", -1);
        try {
            if (parts.length == 2) {
                LocalDate first = LocalDate.parse(parts[0]);
                LocalDate last = LocalDate.parse(parts[1]);
                if (!last.isBefore(first)) {
                    return new LocalDate[] {first, last};
                }
                throw node.error("it ends before it begins", "Write the earlier day first.");
            }
        } catch (DateTimeException e) {
            // falls through: the answer is the same
        }
        throw node.error("'" + node.text() + "' is not two dates", "Write 2026-09-01 .. 2027-08-31.");
    }

    /** Neither before anything happened nor after all has. */
    LocalDate reviewBy() {
        YamlNode node = root.get("reviewBy");
        LocalDate day = node.date();
        if (day.isBefore(firstDay()) || day.isAfter(lastDay())) {
            throw node.error(
                    "the review on " + day + " is not within the days of the agreement",
                    "Write a day from " + firstDay() + " to " + lastDay() + ".");
        }
        return day;
    }

    Optional<String> onlyFor() {
        return root.find("onlyFor").map(node -> NamedCheck.of(node.text())
                .orElseThrow(() -> node.error(
                        "'" + node.text() + "' is not a check the hub knows",
                        YamlNode.nearest(node.text(), NamedCheck.allWords())))
                .words());
    }

    /** {@code none} is to be written out: nobody forgets a special category. */
    Optional<String> specialCategory() {
        String text = root.get("specialCategory").text();
        return text.equals("none") ? Optional.empty() : Optional.of(text);
    }
}
