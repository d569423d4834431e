package io.patchgate;

import io.patchgate.approval.AutoApproveSettings;
import io.patchgate.checks.CheckCommand;
import io.patchgate.gate.ReviewRules;
import io.patchgate.generation.CanarySettings;
import io.patchgate.generation.LoopSettings;
import io.patchgate.generation.ProbationSettings;
import io.patchgate.generation.authoring.Sendable;
import io.patchgate.generation.model.ModelSettings;
import io.patchgate.git.GitSettings;
import io.patchgate.preview.PreviewCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set, parsed. Read from {@code patchgate.yaml} and the environment by
 * {@link SettingsReader}; the key of a value and the name of its variable follow from each other:
 * {@code http.port} and {@code PATCHGATE_HTTP_PORT}.
 *
 * @param dataDir keys, the embedded database and pre-images; never inside a workspace
 * @param workspaces empty where the sample is to be made
 * @param sample whether a sample workspace and agent are made when no workspace is set
 */
public record Settings(
        Path dataDir,
        Http http,
        Management management,
        Database database,
        List<WorkspaceSettings> workspaces,
        Requests requests,
        Checks checks,
        Alerts alerts,
        AutoApproveSettings autoApprove,
        LoopSettings loop,
        Optional<Model> model,
        boolean sample,
        Optional<Path> file) {

    /** @param bodyLimit bytes */
    public record Http(String host, int port, long bodyLimit, Optional<Tls> tls, boolean trustedProxy) {}

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    /** @param token for {@code /metrics}; absent: generated into the data folder */
    public record Management(String host, int port, Optional<String> token) {
        @Override
        public String toString() {
            return "Management[" + host + ":" + port + "]";
        }
    }

    /** Absent addresses mean the embedded server. */
    public record Database(Optional<String> url, Optional<String> ownerUrl) {
        @Override
        public String toString() {
            return "Database[" + (url.isPresent() ? "configured" : "embedded") + "]";
        }
    }

    /**
     * The model that writes the loop's patches.
     *
     * @param repairs how often it is told what was wrong with its answer
     * @param checkOutput whether it is told what a failing check wrote
     */
    public record Model(ModelSettings settings, Sendable sendable, int repairs, boolean checkOutput) {}

    /**
     * @param policy absent: the seed's four files are protected
     * @param review how many people a request needs
     * @param git how what is applied is committed
     * @param probation how what is applied is watched
     * @param canary where what is approved goes first; absent: to the workspace at once
     * @param components the files that make them up; the files of others are searched for
     * @param preview what shows a request at work; absent: nothing is run
     * @param syntaxChecks whether files of known languages are parsed before a decision
     * @param checks what else is tried before a decision
     */
    public record WorkspaceSettings(
            String name,
            Path root,
            Optional<Path> policy,
            ReviewRules review,
            GitSettings git,
            Map<String, List<String>> components,
            Optional<PreviewCommand> preview,
            ProbationSettings probation,
            Optional<Canary> canary,
            boolean syntaxChecks,
            List<CheckCommand> checks) {
        static WorkspaceSettings only(Path root, boolean syntaxChecks) {
            return new WorkspaceSettings(
                    "default",
                    root,
                    Optional.empty(),
                    ReviewRules.STANDARD,
                    GitSettings.DEFAULT,
                    Map.of(),
                    Optional.empty(),
                    ProbationSettings.DEFAULT,
                    Optional.empty(),
                    syntaxChecks,
                    List.of());
        }

        WorkspaceSettings at(Path folder) {
            return new WorkspaceSettings(
                    name, folder, policy, review, git, components, preview, probation, canary, syntaxChecks, checks);
        }

        /** The canary folder, as a workspace of its own. */
        Optional<WorkspaceSettings> inCanary() {
            return canary.map(folder -> new WorkspaceSettings(
                    name + " (canary)",
                    folder.root(),
                    policy,
                    review,
                    git,
                    components,
                    preview,
                    probation,
                    Optional.empty(),
                    syntaxChecks,
                    checks));
        }
    }

    /** @param root a folder with the same files as the workspace, which part of the traffic is sent to */
    public record Canary(Path root, CanarySettings compared) {}

    /**
     * @param concurrent how many commands run at a time
     * @param syntax whether files are parsed in workspaces that do not say
     */
    public record Checks(int concurrent, boolean syntax) {}

    /** @param expiry after which a neglected request expires */
    public record Requests(Duration expiry) {}

    /** @param highConfidence above which a pending request is worth an alert; 1 means none is */
    public record Alerts(double highConfidence) {}

    /** A value that cannot be used; the message is one line that names the key. */
    public static final class InvalidSetting extends Exception {
        private static final long serialVersionUID = 1;

        InvalidSetting(String message) {
            super(message);
        }
    }
}
