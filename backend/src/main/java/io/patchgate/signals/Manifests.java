package io.patchgate.signals;

import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Dependencies that a manifest declares after the change and not before, read line by line. */
final class Manifests {
    private static final Set<String> GRADLE = Set.of(
            "implementation",
            "api",
            "compile",
            "compileOnly",
            "runtimeOnly",
            "testImplementation",
            "classpath",
            "annotationProcessor",
            "kapt",
            "testRuntimeOnly");
    private static final int LONGEST = 1_000;

    private Manifests() {}

    static void look(ChangedFile file, Findings findings) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (file.deletes() || !known(name)) {
            return;
        }
        Map<String, Integer> before = file.creates() ? Map.of() : declared(name, file.before());
        declared(name, file.after()).forEach((dependency, line) -> {
            if (!before.containsKey(dependency)) {
                findings.add(Kind.NEW_DEPENDENCY, Severity.MEDIUM, "a manifest", file.path(), Side.AFTER, line);
            }
        });
    }

    private static boolean known(String name) {
        return requirements(name)
                || name.startsWith("build.gradle")
                || Set.of("pyproject.toml", "pipfile", "cargo.toml", "package.json", "go.mod", "pom.xml")
                        .contains(name);
    }

    private static boolean requirements(String name) {
        return name.endsWith(".txt") && (name.startsWith("requirements") || name.startsWith("constraints"));
    }

    private static Map<String, Integer> declared(String manifest, List<String> lines) {
        Map<String, Integer> declared = new LinkedHashMap<>();
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.length() > LONGEST || line.startsWith("#")) {
                continue;
            }
            section = section(manifest, line, section);
            String dependency = dependency(manifest, line, section);
            if (dependency != null && !dependency.isEmpty()) {
                declared.putIfAbsent(dependency.toLowerCase(Locale.ROOT).replace('_', '-'), i + 1);
            }
        }
        return declared;
    }

    /** The table, object or block that the line stands in. */
    private static String section(String manifest, String line, String section) {
        if (manifest.endsWith(".toml") || manifest.equals("pipfile")) {
            if (line.startsWith("[") && line.endsWith("]")) {
                return line;
            }
            boolean list = line.endsWith("[") && line.contains("=");
            return list && !section.startsWith("[tool.poetry")
                    ? section.replaceAll(" .*", "") + " "
                            + line.substring(0, line.indexOf('=')).strip()
                    : section;
        }
        if (manifest.equals("package.json")) {
            return line.endsWith("{") ? line : line.startsWith("}") ? "" : section;
        }
        if (manifest.equals("go.mod")) {
            return line.startsWith("require (") ? "require" : line.startsWith(")") ? "" : section;
        }
        if (manifest.equals("pom.xml")) {
            String group = between(line, "<groupId>", "</groupId>");
            return group == null ? section : group;
        }
        return section;
    }

    private static String dependency(String manifest, String line, String section) {
        if (requirements(manifest)) {
            return line.startsWith("-") ? null : name(line);
        }
        if (manifest.equals("package.json")) {
            return section.contains("ependencies\"")
                            && line.startsWith("\"")
                            && line.contains("\":")
                            && !line.endsWith("{")
                    ? line.substring(1, line.indexOf("\":"))
                    : null;
        }
        if (manifest.equals("go.mod")) {
            String module = line.startsWith("require ") ? line.substring(8).strip() : line;
            boolean required = section.equals("require") || line.startsWith("require ");
            return required && module.contains(".") && module.contains(" ")
                    ? module.substring(0, module.indexOf(' '))
                    : null;
        }
        if (manifest.equals("pom.xml")) {
            String artifact = between(line, "<artifactId>", "</artifactId>");
            return artifact == null ? null : section + ":" + artifact;
        }
        if (manifest.startsWith("build.gradle")) {
            String configuration = name(line);
            String quoted = quoted(line);
            return GRADLE.contains(configuration) && quoted != null ? name(quoted.replace(':', '.')) : null;
        }
        return inToml(line, section);
    }

    private static String inToml(String line, String section) {
        boolean table = section.matches("\\[.*(dependencies|packages)\\]") && !section.startsWith("[project");
        if (table && line.contains("=") && !line.startsWith("[")) {
            return name(line.replace("\"", ""));
        }
        boolean list = section.startsWith("[project.optional-dependencies]")
                || section.startsWith("[dependency-groups]")
                || section.matches("\\[(project|build-system)\\] (dependencies|requires)");
        String quoted = quoted(line);
        return list && quoted != null ? name(quoted) : null;
    }

    private static String name(String text) {
        int end = 0;
        while (end < text.length() && (Lexer.word(text.charAt(end)) || "-.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return text.substring(0, end);
    }

    private static String quoted(String line) {
        for (String quote : List.of("\"", "'")) {
            int from = line.indexOf(quote);
            int to = from < 0 ? -1 : line.indexOf(quote, from + 1);
            if (to > from + 1) {
                return line.substring(from + 1, to);
            }
        }
        return null;
    }

    private static String between(String line, String open, String close) {
        int from = line.indexOf(open);
        int to = from < 0 ? -1 : line.indexOf(close, from);
        return to < 0 ? null : line.substring(from + open.length(), to);
    }
}
