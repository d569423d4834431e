package io.patchgate.persistence;

import io.patchgate.patch.Demand;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The form in which {@code patch_requests.approval_reasons} keeps why a request needs the approvals it needs. */
final class DemandJson {
    private DemandJson() {}

    static String encode(List<Demand.Reason> reasons) {
        JsonArray array = new JsonArray();
        for (Demand.Reason reason : reasons) {
            JsonArray chain = new JsonArray();
            reason.chain()
                    .forEach(step -> chain.add(new JsonObject()
                            .put("file", step.file())
                            .put("line", step.line())
                            .put("module", step.module())));
            array.add(new JsonObject()
                    .put("kind", reason.kind().name())
                    .put(
                            "target_file",
                            reason.target() == null ? null : reason.target().value())
                    .put("approvals", reason.approvals())
                    .put("pattern", reason.pattern())
                    .put("chain", chain)
                    .put("note", reason.note())
                    .put("reviewers", new JsonArray(reason.reviewers())));
        }
        return array.encode();
    }

    /** The form in which {@code patch_requests.code_owners} keeps who must be among those that approve. */
    static String owners(Demand demand) {
        JsonArray array = new JsonArray();
        demand.owners()
                .forEach(owners -> array.add(new JsonObject()
                        .put("reviewers", new JsonArray(owners.reviewers()))
                        .put("approvals", owners.approvals())));
        return array.encode();
    }

    static List<Demand.Owners> owners(String text) {
        List<Demand.Owners> groups = new ArrayList<>();
        for (Object element : new JsonArray(text)) {
            JsonObject object = (JsonObject) element;
            groups.add(new Demand.Owners(names(object), object.getInteger("approvals")));
        }
        return groups;
    }

    /** What was written before there were any has none. */
    private static List<String> names(JsonObject object) {
        List<String> names = new ArrayList<>();
        object.getJsonArray("reviewers", new JsonArray()).forEach(name -> names.add((String) name));
        return names;
    }

    static List<Demand.Reason> decode(String text) {
        List<Demand.Reason> reasons = new ArrayList<>();
        for (Object element : new JsonArray(text)) {
            JsonObject object = (JsonObject) element;
            String target = object.getString("target_file");
            List<Demand.Import> chain = new ArrayList<>();
            for (Object step : object.getJsonArray("chain")) {
                JsonObject at = (JsonObject) step;
                chain.add(new Demand.Import(at.getString("file"), at.getInteger("line"), at.getString("module")));
            }
            reasons.add(new Demand.Reason(
                    Demand.Kind.valueOf(object.getString("kind")),
                    target == null ? null : new WorkspacePath(target),
                    object.getInteger("approvals"),
                    object.getString("pattern"),
                    chain,
                    object.getString("note"),
                    names(object)));
        }
        return reasons;
    }
}
