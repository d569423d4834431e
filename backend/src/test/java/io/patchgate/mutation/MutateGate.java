package io.patchgate.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Takes each rule of the gate out in turn and says which test fails then. Exits with 1 when there is a
 * rule that no test misses. The source is left alone: a changed copy is compiled into a folder of its own.
 */
public final class MutateGate {
    private static final Path SOURCES = Path.of("src/main/java/io/patchgate");
    private static final List<String> TESTS = List.of(
            "gate.GateTest",
            "gate.ShadowingTest",
            "gate.LinkedNamesTest",
            "gate.PolicyTest",
            "gate.BetweenTheChecksTest",
            "patch.WorkspacePathTest",
            "gate.InspectorTest",
            "workspace.WorkspaceTest",
            "application.ApplicationTest");

    private static final Map<String, List<String>> NEAREST = Map.of(
            "patch/WorkspacePath.java", List.of("patch.WorkspacePathTest"),
            "gate/Shadowing.java", List.of("gate.ShadowingTest"),
            "gate/ShadowingRules.java", List.of("gate.ShadowingTest"),
            "gate/Survey.java", List.of("gate.LinkedNamesTest", "gate.ShadowingTest"),
            "gate/Surveys.java", List.of("gate.LinkedNamesTest"),
            "gate/Rule.java", List.of("gate.PolicyTest"),
            "gate/RuleIndex.java", List.of("gate.PolicyTest"),
            "gate/Inspector.java", List.of("gate.InspectorTest"),
            "application/Transition.java", List.of("gate.BetweenTheChecksTest", "application.ApplicationTest"));

    private MutateGate() {}

    /** Run in {@code backend}, with its compiled classes and tests on the class path; names to try, or none for all. */
    public static void main(String[] arguments) throws Exception {
        // Tests log what they make happen on purpose.
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.OFF);
        List<String> survivors = new ArrayList<>();
        Optional<String> red = failing(Path.of("none"), "");
        if (red.isPresent()) {
            System.out.println("A test fails without any mutation: " + red.get());
            System.exit(2);
        }
        List<Mutation> mutations = Mutation.all(
                Files.readString(SOURCES.resolve("gate/AlwaysProtected.java")),
                Files.readString(SOURCES.resolve("gate/ShadowingRules.java")));
        for (Mutation mutation : mutations) {
            if (arguments.length > 0 && !mutation.name().contains(arguments[0])) {
                continue;
            }
            Path overlay = Files.createTempDirectory("patchgate-mutation");
            String killer = compiled(mutation, overlay)
                    ? failing(overlay, mutation.file()).orElse(null)
                    : "it does not compile: the list is out of date";
            if (killer == null || killer.startsWith("it does not")) {
                survivors.add(mutation.name());
            }
            System.out.println("| " + mutation.name() + " | " + (killer == null ? "NO TEST" : killer) + " |");
            delete(overlay);
        }
        System.out.println(survivors.isEmpty() ? "Every rule is missed by a test." : "Missed by none: " + survivors);
        System.exit(survivors.isEmpty() ? 0 : 1);
    }

    private static boolean compiled(Mutation mutation, Path overlay) throws IOException {
        String source = Files.readString(SOURCES.resolve(mutation.file()));
        if (!source.contains(mutation.find())) {
            return false;
        }
        Path copy = overlay.resolve("source").resolve(mutation.file());
        Files.createDirectories(copy.getParent());
        int at = source.indexOf(mutation.find());
        Files.writeString(
                copy,
                source.substring(0, at)
                        + mutation.replacement()
                        + source.substring(at + mutation.find().length()));
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-proc:none",
                    "-d",
                    overlay.toString(),
                    "-cp",
                    System.getProperty("java.class.path"));
            return compiler.getTask(new StringWriter(), files, null, options, null, files.getJavaFileObjects(copy))
                    .call();
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

    /** Sees the mutated class before the usual one, and loads all of the product and its tests by itself. */
    private static final class Overlaid extends URLClassLoader {
        Overlaid(Path overlay) throws IOException {
            super(new URL[] {
                overlay.toUri().toURL(),
                Path.of("target/test-classes").toUri().toURL(),
                Path.of("target/classes").toUri().toURL()
            });
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.patchgate.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
