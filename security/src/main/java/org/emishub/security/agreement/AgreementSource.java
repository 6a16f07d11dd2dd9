package org.emishub.security.agreement;

import java.util.Optional;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;

/**
 * An agreement with where it stands, so that what is wrong between two files is told with file and line.
 *
 * @param root of its file; empty when it was made without one
 */
record AgreementSource(Agreement agreement, String file, Optional<YamlNode> root) {
    static AgreementSource of(Agreement agreement) {
        return new AgreementSource(agreement, agreement.id() + ".yaml", Optional.empty());
    }

    /** What is wrong with the value of {@code key}, or with the whole where there is no such key. */
    YamlException error(String key, String problem, String hint) {
        int line =
                root.map(node -> node.find(key).map(YamlNode::line).orElse(1)).orElse(0);
        return new YamlException(file, line, problem, hint);
    }
}
