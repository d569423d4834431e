package io.patchgate;

import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.bus.Gating;
import io.patchgate.gate.Explainer;
import io.patchgate.gate.Gate;
import io.patchgate.gate.InvalidPolicy;
import io.patchgate.persistence.PolicyAdditions;
import io.patchgate.persistence.PostgresUrl;
import io.patchgate.workspace.WorkspaceUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Questions to the gate; the server need not run. */
@Command(
        name = "gate",
        description = "Ask the gate.",
        mixinStandardHelpOptions = true,
        subcommands = GateCommand.Explain.class)
final class GateCommand {
    private GateCommand() {}

    @Command(
            name = "explain",
            description = {
                "Say what a path is on disk, whether a patch may change it, and which rule decides.",
                "The answer is of this moment, by the policy file as it is now."
            },
            mixinStandardHelpOptions = true)
    static final class Explain implements Callable<Integer> {
        @Parameters(paramLabel = "PATH", description = "as an agent would send it, relative to the workspace")
        private String path;

        @Option(names = "--workspace", description = "its name; may be left out where there is one")
        private String workspace;

        @Override
        public Integer call() throws Settings.InvalidSetting, StartRefused, InvalidPolicy, WorkspaceUnavailable {
            Settings settings = SettingsReader.read(System.getenv());
            Gate gate;
            try {
                gate = Gates.open(chosen(settings), settings);
            } catch (InvalidPolicy e) {
                throw new StartRefused(e.getMessage(), e);
            }
            addAdditions(gate, settings);
            gate.ready();
            try {
                print(Explainer.explain(gate, path));
            } catch (WorkspaceUnavailable e) {
                throw new StartRefused(e.getMessage(), e);
            }
            return 0;
        }

        private WorkspaceSettings chosen(Settings settings) throws StartRefused {
            List<WorkspaceSettings> all = SampleFolder.workspaces(settings);
            if (workspace == null && all.size() == 1) {
                return all.get(0);
            }
            if (all.isEmpty()) {
                throw new StartRefused("No workspace is set.");
            }
            List<String> names = all.stream().map(WorkspaceSettings::name).toList();
            return all.stream()
                    .filter(one -> one.name().equals(workspace))
                    .findFirst()
                    .orElseThrow(
                            () -> new StartRefused("--workspace must be one of " + String.join(", ", names) + "."));
        }

        /** Says on standard error when they are not known, since the answer may then be too mild. */
        private static void addAdditions(Gate gate, Settings settings) throws InvalidPolicy {
            try {
                DataFolder.prepare(settings.dataDir());
                try (DatabaseSource database = DatabaseSource.join(settings)) {
                    gate.protect(PolicyAdditions.of(
                            PostgresUrl.parse(database.runtime()),
                            gate.workspace().name()));
                }
            } catch (StartRefused | SQLException e) {
                System.err.println("What admins added at run time is not heeded: " + e.getMessage());
            }
        }

        private static void print(Gating.Explanation explanation) {
            System.out.println("path       " + shown(explanation.path()));
            System.out.println("workspace  " + explanation.workspace());
            if (explanation.resolvesTo() != null) {
                System.out.println("on disk    " + explanation.resolvesTo());
            }
            if (explanation.rule() != null) {
                System.out.println("rule       " + explanation.rule().kind());
                var entry = explanation.rule().entry();
                if (entry != null) {
                    System.out.println("entry      " + shown(entry.text()));
                    System.out.println("source     " + entry.source().id());
                    System.out.println("group      " + (entry.group() == null ? "-" : entry.group()));
                }
            }
            System.out.println("verdict    " + verdict(explanation));
            explanation.sentences().forEach(sentence -> System.out.println(shown(sentence)));
        }

        private static String verdict(Gating.Explanation explanation) {
            if (explanation.formFault() != null) {
                return "malformed";
            }
            return explanation.rule() == null ? "allowed" : "denied";
        }

        /** A name may hold what a terminal would obey. */
        private static String shown(String text) {
            StringBuilder shown = new StringBuilder();
            text.codePoints().forEach(c -> {
                if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    shown.append(String.format("\\u%04x", c));
                } else {
                    shown.appendCodePoint(c);
                }
            });
            return shown.toString();
        }
    }
}
