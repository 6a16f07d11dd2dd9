package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emishub.deployment.config.HubConfig;
import org.emishub.security.anomaly.AnomalyRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules for anomalies as configuration names their file; by default {@code anomalies.yaml} beside the folder of agreements. */
final class AnomalyRulesOf {
    private static final Logger LOG = LoggerFactory.getLogger(AnomalyRulesOf.class);

    private AnomalyRulesOf() {}

    /** @throws org.emishub.mappings.yaml.YamlException when the file cannot be used, or one that was named is not there */
    static AnomalyRules file(HubConfig config) {
        Path file = config.anomalies();
        try {
            if (!Files.exists(file)) {
                LOG.warn("no anomaly is looked for: there is no {}", file);
                return AnomalyRules.NONE;
            }
            return AnomalyRules.parse(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the rules for anomalies cannot be read", e);
        }
    }
}
