package io.patchgate.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.LoggerFactory;

/**
 * Takes each rule of the gate out in turn and says which test fails then, as a table for each file. Exits with 1 when
 * there is a rule that no test misses, and with 2 when the list or the tests are not in order. The source is left
 * alone: a changed copy is compiled into a folder of its own.
 */
public final class MutateGate {
    private static final List<String> TESTS = List.of(
            "gate.GateTest",
            "gate.ShadowingTest",
            "gate.LinkedNamesTest",
            "gate.PolicyTest",
            "gate.PatternCostTest",
            "gate.SameLookTest",
            "gate.WorkspaceTroubleTest",
            "gate.DemandsTest",
            "gate.KernelDependenciesTest",
            "gate.PythonImportsTest",
            "gate.BetweenTheChecksTest",
            "gate.InspectorTest",
            "gate.BaseTest",
            "gate.ApprovalKeyTest",
            "patch.WorkspacePathTest",
            "workspace.WorkspaceTest",
            "application.ApplicationTest",
            "application.EmptiedWorkspaceTest",
            "gate.GateVerticleTest");

    private static final Map<String, List<String>> NEAREST = Map.ofEntries(
            Map.entry("patch/WorkspacePath.java", List.of("patch.WorkspacePathTest")),
            Map.entry("gate/Shadowing.java", List.of("gate.ShadowingTest")),
            Map.entry("gate/ShadowingRules.java", List.of("gate.ShadowingTest")),
            Map.entry("gate/Survey.java", List.of("gate.LinkedNamesTest", "gate.ShadowingTest")),
            Map.entry("gate/Surveys.java", List.of("gate.LinkedNamesTest")),
            Map.entry("gate/Rule.java", List.of("gate.PolicyTest", "gate.PatternCostTest")),
            Map.entry("gate/RuleIndex.java", List.of("gate.PolicyTest")),
            Map.entry("gate/PolicyFile.java", List.of("gate.PolicyTest")),
            Map.entry("gate/BuiltInGroups.java", List.of("gate.PolicyTest")),
            Map.entry("gate/Inspector.java", List.of("gate.InspectorTest", "gate.WorkspaceTroubleTest")),
            Map.entry("gate/Base.java", List.of("gate.BaseTest")),
            Map.entry("gate/Judgement.java", List.of("gate.GateVerticleTest")),
            Map.entry("gate/Standings.java", List.of("gate.GateVerticleTest")),
            Map.entry("gate/ApprovalKey.java", List.of("gate.ApprovalKeyTest")),
            Map.entry("gate/Additions.java", List.of("gate.GateVerticleTest")),
            Map.entry("gate/GateVerticle.java", List.of("gate.GateVerticleTest")),
            Map.entry("gate/Demands.java", List.of("gate.DemandsTest")),
            Map.entry("gate/ReviewRules.java", List.of("gate.DemandsTest")),
            Map.entry("gate/Closure.java", List.of("gate.KernelDependenciesTest")),
            Map.entry("gate/ClosureSearch.java", List.of("gate.KernelDependenciesTest")),
            Map.entry("gate/KernelDependencies.java", List.of("gate.KernelDependenciesTest")),
            Map.entry("gate/KernelFiles.java", List.of("gate.KernelDependenciesTest")),
            Map.entry("gate/Python.java", List.of("gate.KernelDependenciesTest")),
            Map.entry("gate/PythonImports.java", List.of("gate.PythonImportsTest")),
            Map.entry("workspace/Workspace.java", List.of("gate.WorkspaceTroubleTest", "gate.LinkedNamesTest")),
            Map.entry("workspace/Resolver.java", List.of("workspace.WorkspaceTest")),
            Map.entry("workspace/Folder.java", List.of("workspace.WorkspaceTest")),
            Map.entry(
                    "application/Transition.java",
                    List.of(
                            "gate.BetweenTheChecksTest",
                            "application.ApplicationTest",
                            "application.EmptiedWorkspaceTest")));

    private MutateGate() {}

    /** Run in {@code backend}, with its classes and tests on the class path; parts of names to try, or none for all. */
    public static void main(String[] arguments) throws Exception {
        // Tests log what they make happen on purpose.
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.OFF);
        LogManager.getLogManager().reset();
        int exit;
        try {
            exit = eachIsMissed(chosen(List.of(arguments))) ? 0 : 1;
        } catch (IllegalStateException e) {
            System.err.println("mutate-gate: " + e.getMessage());
            exit = 2;
        }
        // Some of the tests leave threads behind that would keep the process.
        System.exit(exit);
    }

    private static List<Mutation> chosen(List<String> parts) throws IOException {
        List<Mutation> chosen = Mutations.all().stream()
                .filter(mutation ->
                        parts.isEmpty() || parts.stream().anyMatch((mutation.file() + " " + mutation.name())::contains))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalStateException("There is no rule whose file or name contains one of " + parts + ".");
        }
        return chosen;
    }

    private static boolean eachIsMissed(List<Mutation> mutations) throws Exception {
        Optional<String> red = failing(Path.of("none"), "");
        if (red.isPresent()) {
            throw new IllegalStateException("A test fails without any mutation: " + red.get());
        }
        List<String> survivors = new ArrayList<>();
        String file = "";
        for (Mutation mutation : mutations) {
            if (!mutation.file().equals(file)) {
                file = mutation.file();
                System.out.println("\n## `" + file + "`\n\n| without | fails |\n|---|---|");
            }
            Optional<String> missedBy = missedBy(mutation);
            if (missedBy.isEmpty()) {
                survivors.add(mutation.name());
            }
            System.out.println("| " + mutation.name().replace("|", "\\|") + " | "
                    + missedBy.map(test -> "`" + test + "`").orElse("NO TEST") + " |");
        }
        System.out.println("\n" + mutations.size() + " rules. "
                + (survivors.isEmpty() ? "Each is missed by a test." : "Missed by none: " + survivors));
        return survivors.isEmpty();
    }

    private static Optional<String> missedBy(Mutation mutation) throws Exception {
        Path overlay = Files.createTempDirectory("patchgate-mutation");
        try {
            compile(mutation, overlay);
            return failing(overlay, mutation.file());
        } finally {
            delete(overlay);
        }
    }

    /** @throws IllegalStateException when the source is none without the rule, so that the list is out of date */
    private static void compile(Mutation mutation, Path overlay) throws IOException {
        Path copy = overlay.resolve("source").resolve(mutation.file());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, mutation.applied(Files.readString(Mutations.SOURCES.resolve(mutation.file()))));
        var compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-d",
                    overlay.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            if (!compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(copy))
                    .call()) {
                throw new IllegalStateException(
                        "Without '" + mutation.name() + "' " + mutation.file() + " does not compile: " + said);
            }
        }
    }

    /** The first test that fails, beginning with those that are nearest to the file. */
    private static Optional<String> failing(Path overlay, String file) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        List<String> tests = new ArrayList<>(NEAREST.getOrDefault(file, List.of()));
        tests.addAll(TESTS);
        try (Overlaid loader = new Overlaid(overlay)) {
            thread.setContextClassLoader(loader);
            for (String test : tests.stream().distinct().toList()) {
                FirstFailure first = new FirstFailure();
                var discovery = LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(loader.loadClass("io.patchgate." + test)))
                        // Without its rule, what is tested may never come to an end.
                        .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                        .configurationParameter(
                                "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                        .build();
                LauncherFactory.create()
                        .execute(LauncherExecutionRequestBuilder.request(discovery)
                                .listeners(first)
                                .cancellationToken(first.enough)
                                .build());
                if (first.test != null) {
                    return Optional.of(test.substring(test.indexOf('.') + 1) + "." + first.test);
                }
            }
            return Optional.empty();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    /** One is enough. */
    private static final class FirstFailure implements TestExecutionListener {
        private final CancellationToken enough = CancellationToken.create();
        private volatile String test;

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (test == null && result.getStatus() == TestExecutionResult.Status.FAILED) {
                test = identifier
                        .getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(source -> ((MethodSource) source).getMethodName())
                        .orElse(identifier.getDisplayName());
                enough.cancel();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
