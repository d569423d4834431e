package io.patchgate.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Gating;
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
                .compose(policy -> Replies.json(ctx, 200, json -> {
                    json.writeStartObject();
                    json.writeFieldName("protected_files");
                    write(json, policy.paths());
                    json.writeNumberField("total", policy.paths().size());
                    json.writeStringField("description", DESCRIPTION);
                    json.writeFieldName("always_protected");
                    write(json, policy.always());
                    json.writeEndObject();
                }));
    }

    private Future<Void> addProtectedFile(RoutingContext ctx) {
        JsonObject body = Input.of(ctx).object();
        String workspace = workspaces.resolve(body.getString("workspace"));
        String path = body.getString("path");
        return bus.ask(Addresses.GATE_PROTECT, new Gating.Protect(workspace, path, Caller.of(ctx)))
                .compose(added -> Replies.json(ctx, 201, json -> {
                    json.writeStartObject();
                    json.writeStringField("path", path);
                    json.writeStringField("workspace", workspace);
                    json.writeBooleanField("added", added);
                    json.writeEndObject();
                }));
    }

    private static void write(JsonGenerator json, List<String> values) throws IOException {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
