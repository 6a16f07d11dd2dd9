package org.emishub.deployment.command;

import java.util.List;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementDiff;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Differences between agreements for programs: the sentences and how many there are; a version that is not there is {@code null}. */
final class DiffJson {
    private DiffJson() {}

    static ObjectNode of(List<AgreementDiff> diffs) {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("more", diffs.stream().mapToInt(diff -> diff.more().size()).sum())
                .put("less", diffs.stream().mapToInt(diff -> diff.less().size()).sum())
                .put(
                        "other",
                        diffs.stream().mapToInt(diff -> diff.other().size()).sum());
        json.putArray("agreements").addAll(diffs.stream().map(DiffJson::of).toList());
        return json;
    }

    private static ObjectNode of(AgreementDiff diff) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("agreement", diff.after().or(diff::before).map(Agreement::id).orElse(""))
                .put("before", diff.before().map(Agreement::version).orElse(null))
                .put("after", diff.after().map(Agreement::version).orElse(null));
        diff.more().forEach(json.putArray("more")::add);
        diff.less().forEach(json.putArray("less")::add);
        diff.other().forEach(json.putArray("other")::add);
        return json;
    }
}
