package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.bus.Bus;
import io.patchgate.generation.Author;
import io.patchgate.generation.NoModel;
import io.patchgate.generation.authoring.AuthoringSettings;
import io.patchgate.generation.authoring.ModelAuthor;
import io.patchgate.generation.model.ModelSettings;
import io.patchgate.generation.model.Models;
import io.patchgate.patch.Trial;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.workspace.Workspace;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who writes the loop's patches: the model of the settings, or nobody. */
final class Authors {
    private static final Logger log = LoggerFactory.getLogger(Authors.class);

    private Authors() {}

    static Author open(
            Settings settings,
            List<WorkspaceSettings> workspaces,
            Vertx vertx,
            Bus bus,
            Map<String, Workspace> folders,
            Map<String, Trial> trials,
            Sandbox sandbox) {
        if (settings.model().isEmpty()) {
            return new NoModel();
        }
        Settings.Model model = settings.model().get();
        if (model.settings().provider() instanceof ModelSettings.Server server) {
            log.info(
                    "The loop sends source code of the workspaces to {} at {}",
                    model.settings().name(),
                    server.url().getAuthority());
        }
        AuthoringSettings authoring = new AuthoringSettings(
                workspaces.stream().collect(Collectors.toMap(WorkspaceSettings::name, WorkspaceSettings::components)),
                model.sendable(),
                model.repairs(),
                model.checkOutput(),
                settings.loop().learning());
        return new ModelAuthor(
                vertx,
                bus,
                folders,
                trials,
                authoring,
                Models.open(vertx, bus, model.settings(), sandbox),
                model.settings());
    }
}
