package org.emishub.security.agreement;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Agreement.LawfulBasis;
import org.emishub.security.hash.Sha256;

/** The one file in which two parties say what may be exchanged. */
public final class AgreementFile {
    private AgreementFile() {}

    /**
     * Reads an agreement, strictly: what is not known is refused, nothing is defaulted that permits anything.
     *
     * @param fileName {@code <id>.yaml} or {@code <id>@<version>.yaml}, named in every error
     * @throws YamlException naming file, line and remedy
     */
    public static Agreement parse(String fileName, byte[] bytes) {
        return read(fileName, bytes).agreement();
    }

    /** As {@link #parse}, of a draft or an older text that lies somewhere under a name of its own. */
    public static Agreement parseDraft(String fileName, byte[] bytes) {
        return agreement(fileName, false, bytes, root(fileName, bytes));
    }

    /** As {@link #parse}, with the lines on which its keys stand. */
    static AgreementSource read(String fileName, byte[] bytes) {
        YamlNode root = root(fileName, bytes);
        return new AgreementSource(agreement(fileName, true, bytes, root), fileName, Optional.of(root));
    }

    private static YamlNode root(String fileName, byte[] bytes) {
        return YamlNode.read(fileName, text(fileName, bytes)).allowOnly(Keys.AGREEMENT);
    }

    private static Agreement agreement(String fileName, boolean named, byte[] bytes, YamlNode root) {
        Kind kind = root.get("exchange").oneOf(Kind.class);
        HeadRules head = new HeadRules(root);
        FieldRules fields = new FieldRules(root, kind);
        Optional<String> specialCategory = head.specialCategory();
        fields.check(specialCategory.isPresent());
        TermRules terms = new TermRules(root, kind, head.firstDay(), head.lastDay());
        TableRules tables = new TableRules(root, kind);
        LawfulBasis basis = root.get("lawfulBasis").oneOf(LawfulBasis.class);
        return new Agreement(
                named ? head.id(fileName) : head.id(),
                head.version(),
                head.country(),
                head.zone(),
                root.get("title").text(),
                head.provider(),
                head.client(),
                kind,
                head.about(),
                root.get("purpose").text(),
                head.purposeOfUse(),
                basis,
                root.get("law").text(),
                specialCategory,
                root.get("assessment").text(),
                head.firstDay(),
                head.lastDay(),
                head.reviewBy(),
                head.onlyFor(),
                terms.asker(),
                terms.consent(basis),
                terms.limits(),
                fields.asks(),
                fields.discloses(),
                fields.withholds(),
                tables.table(),
                terms.visibleNow(),
                terms.clientRetention(),
                terms.others(),
                Sha256.hex(bytes),
                head.supersedes(),
                head.dpvPurpose(),
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

    static int positive(YamlNode node) {
        if (node.integer() < 1) {
            throw node.error("'" + node.text() + "' is not a positive number", "Write 1 or more.");
        }
        return node.integer();
    }
}
