package org.emishub.security.agreement;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Agreement.LawfulBasis;
import org.emishub.security.member.SystemId;

/** The one file in which two parties say what may be exchanged. */
public final class AgreementFile {
    private static final Set<String> KEYS = Set.of(
            "agreement",
            "version",
            "supersedes",
            "country",
            "timeZone",
            "title",
            "provider",
            "client",
            "exchange",
            "about",
            "purpose",
            "purposeOfUse",
            "dpvPurpose",
            "lawfulBasis",
            "law",
            "specialCategory",
            "assessment",
            "inForce",
            "reviewBy",
            "onlyFor",
            "asker",
            "consent",
            "breakGlass",
            "sealed",
            "limits",
            "asks",
            "discloses",
            "withholds",
            "table",
            "extract",
            "visibleToChild",
            "retention",
            "crossBorder",
            "onward",
            "incident",
            "signed");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private AgreementFile() {}

    /**
     * Reads an agreement, strictly: what is not known is refused, nothing is defaulted that permits anything.
     *
     * @param fileName {@code <id>.yaml}, named in every error
     * @throws YamlException naming file, line and remedy
     */
    public static Agreement parse(String fileName, byte[] bytes) {
        YamlNode root = YamlNode.read(fileName, text(fileName, bytes)).allowOnly(KEYS);
        Kind kind = root.get("exchange").oneOf(Kind.class);
        YamlNode inForce = root.get("inForce");
        LocalDate[] days = days(inForce);
        FieldRules fields = new FieldRules(root, kind);
        Optional<String> specialCategory =
                root.find("specialCategory").map(YamlNode::text).filter(text -> !text.equals("none"));
        fields.check(specialCategory.isPresent());
        TermRules terms = new TermRules(root);
        TableRules tables = new TableRules(root, kind);
        LawfulBasis basis = root.get("lawfulBasis").oneOf(LawfulBasis.class);
        return new Agreement(
                id(fileName, root.get("agreement")),
                positive(root.get("version")),
                country(root.get("country")),
                zone(root.get("timeZone")),
                root.get("title").text(),
                system(root.get("provider")),
                system(root.get("client")),
                kind,
                about(root.get("about")),
                root.get("purpose").text(),
                purposeOfUse(root.get("purposeOfUse")),
                basis,
                root.get("law").text(),
                specialCategory,
                root.get("assessment").text(),
                days[0],
                days[1],
                root.get("reviewBy").date(),
                root.find("onlyFor").map(AgreementFile::namedCheck),
                terms.asker(kind),
                terms.consent(basis),
                terms.limits(),
                fields.asks(),
                fields.discloses(),
                fields.withholds(),
                tables.table(),
                terms.visibleNow(),
                terms.clientRetention(),
                terms.others(),
                sha256(bytes),
                root.find("supersedes").map(AgreementFile::positive),
                root.find("dpvPurpose").map(YamlNode::text),
                fields.sealed(),
                tables.extract());
    }

    private static String text(String fileName, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new YamlException(fileName, 1, "the file is not UTF-8", "Save it as UTF-8.");
        }
    }

    private static String id(String fileName, YamlNode node) {
        String id = node.text();
        if (!id.matches("[a-z0-9-]{1,40}(\\.[a-z0-9-]{1,40})+")) {
            throw node.error("'" + id + "' is not an agreement's id", "Write sector.what, a-z, 0-9 and '-'.");
        }
        if (!fileName.equals(id + ".yaml")) {
            throw node.error("the agreement '" + id + "' stands in " + fileName, "Name the file '" + id + ".yaml'.");
        }
        return id;
    }

    private static String country(YamlNode node) {
        if (!COUNTRIES.contains(node.text())) {
            throw node.error("'" + node.text() + "' is not a country", "Write its ISO 3166-1 code, as TJ.");
        }
        return node.text();
    }

    private static ZoneId zone(YamlNode node) {
        if (!ZoneId.getAvailableZoneIds().contains(node.text())) {
            throw node.error(
                    "'" + node.text() + "' is not a time zone",
                    YamlNode.nearest(node.text(), ZoneId.getAvailableZoneIds())
                            .replace("See the field catalogue for what is known.", "Write it as Asia/Dushanbe."));
        }
        return ZoneId.of(node.text());
    }

    private static SystemId system(YamlNode node) {
        try {
            return SystemId.of(node.text());
        } catch (IllegalArgumentException e) {
            throw node.error("'" + node.text() + "' is not a connected system", "Write organisation/system.");
        }
    }

    private static String about(YamlNode node) {
        if (!node.text().matches("[a-z][a-z-]{0,39}")) {
            throw node.error("'" + node.text() + "' is not a record part", "Write one word, a-z and '-'.");
        }
        return node.text();
    }

    private static String purposeOfUse(YamlNode node) {
        if (!PurposeOfUse.CODES.contains(node.text())) {
            throw node.error(
                    "'" + node.text() + "' is not an HL7 purpose of use",
                    YamlNode.nearest(node.text(), PurposeOfUse.CODES)
                            .replace("See the field catalogue for what is known.", "Write one code, as HPAYMT."));
        }
        return node.text();
    }

    private static LocalDate[] days(YamlNode node) {
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

    private static String namedCheck(YamlNode node) {
        return NamedCheck.of(node.text())
                .orElseThrow(() -> node.error(
                        "'" + node.text() + "' is not a check the hub knows",
                        YamlNode.nearest(node.text(), NamedCheck.allWords())))
                .words();
    }

    static int positive(YamlNode node) {
        if (node.integer() < 1) {
            throw node.error("'" + node.text() + "' is not a positive number", "Write 1 or more.");
        }
        return node.integer();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
