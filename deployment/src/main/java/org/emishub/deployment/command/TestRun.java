package org.emishub.deployment.command;

import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.register.Cases;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of the cases so far. */
final class TestRun {
    private final ArrayNode failed = JsonMapper.shared().createArrayNode();
    private int agreements;
    private int cases;
    private int passed;

    void agreement() {
        agreements++;
    }

    void ran(Agreement agreement, Cases.Result result) {
        cases++;
        if (result.passed()) {
            passed++;
        } else {
            failed(agreement.id(), result.example().title(), result.example().line(), result.difference());
        }
    }

    /** A file that cannot be used is a failure like any other; it has no case. */
    void broken(YamlException e) {
        failed(e.file(), "", e.line(), e.getMessage());
    }

    private void failed(
            String agreement, String title, int line, @org.jspecify.annotations.Nullable String difference) {
        failed.addObject()
                .put("agreement", agreement)
                .put("case", title)
                .put("line", line)
                .put("difference", difference);
    }

    int cases() {
        return cases;
    }

    int failed() {
        return failed.size();
    }

    ObjectNode json() {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("agreements", agreements)
                .put("cases", cases)
                .put("passed", passed);
        json.set("failed", failed);
        return json;
    }
}
