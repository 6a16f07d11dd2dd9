package org.emishub.outside;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Marks a test that checks our work with a command that is not ours; skipped, saying so, where it is not installed. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("tool")
@ExtendWith(NeedsTool.Condition.class)
public @interface NeedsTool {
    /** Commands that must be on the path. */
    String[] value();

    /** Skips where a command is missing. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Optional<NeedsTool> needs = AnnotationSupport.findAnnotation(context.getElement(), NeedsTool.class);
            List<String> missing = needs.map(n -> Arrays.stream(n.value())
                            .filter(tool -> !installed(tool))
                            .toList())
                    .orElse(List.of());
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("tools are installed")
                    : ConditionEvaluationResult.disabled("not installed: " + String.join(", ", missing));
        }

        private static boolean installed(String tool) {
            return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(folder -> new File(folder, tool).canExecute());
        }
    }
}
