package org.emishub.outside;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Marks a test that needs the folder of standards and data that nobody in this project wrote; skipped, saying so, where it is absent. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("outside")
@ExtendWith(OutsideMaterial.Condition.class)
public @interface OutsideMaterial {
    /** The folder; {@code ../shared/material} beside the project unless {@code EMISHUB_MATERIAL} names another. */
    Path ROOT = Condition.root();

    /** Skips where the folder is absent. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Files.isDirectory(ROOT)
                    ? ConditionEvaluationResult.enabled("outside material is there")
                    : ConditionEvaluationResult.disabled("outside material is absent: expected at " + ROOT);
        }

        private static Path root() {
            String named = System.getenv("EMISHUB_MATERIAL");
            return named != null
                    ? Path.of(named)
                    : Path.of(System.getProperty("emishub.root", "."))
                            .toAbsolutePath()
                            .normalize()
                            .resolveSibling("shared")
                            .resolve("material");
        }
    }
}
