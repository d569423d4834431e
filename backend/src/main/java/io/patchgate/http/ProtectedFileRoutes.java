package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.patch.PolicyEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;

/** The files that no agent's patch can reach. */
final class ProtectedFileRoutes {
    private static final String DESCRIPTION = "Files that no patch request can change.";

    private final Bus bus;
    private final Workspaces workspaces;

    ProtectedFileRoutes(Bus bus, Workspaces workspaces) {
        this.bus = bus;
        this.workspaces = workspaces;
    }

    void mount(Operations operations) {
        operations.on("listProtectedFiles", this::listProtectedFiles);
        operations.on("addProtectedFile", this::addProtectedFile);
    }

    private Future<Void> listProtectedFiles(RoutingContext ctx) {
        String workspace = workspaces.resolve(Input.of(ctx).string("workspace"));
        return bus.ask(Addresses.GATE_POLICY, workspace)
                .compose(policy -> bus.ask(Addresses.STORE_POLICY_CHANGES, workspace)
                        .compose(changes ->
                                Replies.json(ctx, 200, json -> write(json, workspace, policy.entries(), changes))));
    }

    private static void write(
            JsonGenerator json, String workspace, List<PolicyEntry> entries, List<Store.PolicyChange> changes)
            throws IOException {
        List<String> given = texts(entries, false);
        json.writeStartObject();
        PolicyJson.texts(json, "protected_files", given);
        json.writeNumberField("total", given.size());
        json.writeStringField("description", DESCRIPTION);
        PolicyJson.texts(json, "always_protected", texts(entries, true));
        json.writeStringField("workspace", workspace);
        json.writeArrayFieldStart("entries");
        for (PolicyEntry entry : entries) {
            PolicyJson.entry(json, entry);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("policy_changes");
        for (Store.PolicyChange change : changes) {
            PolicyJson.change(json, change);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Patchgate's own files are paths, and listed beside what people gave. */
    private static List<String> texts(List<PolicyEntry> entries, boolean builtIn) {
        return entries.stream()
                .filter(entry -> builtIn
                        == (entry.source() == PolicyEntry.Source.ALWAYS && entry.kind() == PolicyEntry.Kind.PATTERN))
                .map(PolicyEntry::text)
                .toList();
    }

    private Future<Void> addProtectedFile(RoutingContext ctx) {
        JsonObject body = Input.of(ctx).object();
        String workspace = workspaces.resolve(body.getString("workspace"));
        String path = body.getString("path");
        String pattern = body.getString("pattern");
        if ((path == null) == (pattern == null)) {
            throw path == null
                    ? Failure.invalid("path", "is needed, or 'pattern' in its place")
                    : Failure.invalid("pattern", "must not stand beside 'path'");
        }
        PolicyEntry.Kind kind = path == null ? PolicyEntry.Kind.PATTERN : PolicyEntry.Kind.PATH;
        String text = path == null ? pattern : path;
        return bus.ask(Addresses.GATE_PROTECT, new Gating.Protect(workspace, kind, text, Caller.of(ctx)))
                .compose(protection -> Replies.json(ctx, 201, json -> {
                    json.writeStartObject();
                    json.writeStringField(kind.id(), text);
                    json.writeStringField("workspace", workspace);
                    json.writeBooleanField("added", protection.added());
                    json.writeObjectFieldStart("matches");
                    PolicyJson.texts(json, "files", protection.matches().files());
                    json.writeNumberField("total", protection.matches().total());
                    json.writeBooleanField("complete", protection.matches().complete());
                    json.writeEndObject();
                    json.writeEndObject();
                }));
    }
}
