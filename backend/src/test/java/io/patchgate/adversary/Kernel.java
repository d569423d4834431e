package io.patchgate.adversary;

import java.util.List;
import java.util.Random;

/**
 * One file that must not be reached, the policy entry that says so, and what would replace it or run
 * before it, from what is known of its language and not from the gate.
 *
 * @param exact whether the entry names the path itself, so that what does not exist counts as well
 */
record Kernel(String path, String entry, boolean atRunTime, boolean exact) {

    static Kernel random(Random random, int number) {
        String path = path(random, number);
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        String name = path.substring(folder.length());
        String extension = name.substring(name.lastIndexOf('.'));
        return switch (random.nextInt(8)) {
            case 0 -> new Kernel(path, path, false, true);
            case 1 -> new Kernel(path, "/" + path, false, true);
            case 2 -> new Kernel(path, path.toUpperCase(java.util.Locale.ROOT), false, true);
            case 3 -> new Kernel(path, name, false, false);
            case 4 -> new Kernel(path, folder + "kern" + number + "*" + extension, false, false);
            case 5 -> new Kernel(path, "**/kern" + number + ".*", false, false);
            case 6 -> new Kernel(path, "kern" + number + "[.]*", false, false);
            default -> new Kernel(path, path, true, true);
        };
    }

    private static String path(Random random, int number) {
        String name = "kern" + number;
        return switch (random.nextInt(5)) {
            case 0 -> "src/pkg/" + name + ".py";
            case 1 -> "src/pkg/mod/" + name + ".py";
            case 2 -> "web/app/" + name + ".ts";
            case 3 -> "m/src/main/java/a/" + name + ".java";
            default -> "conf/deep/er/" + name + ".yaml";
        };
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String stem() {
        return path.substring(0, path.lastIndexOf('.'));
    }

    /** Names that replace it. */
    List<String> shadows() {
        String stem = stem();
        String last = stem.substring(stem.lastIndexOf('/') + 1);
        if (path.endsWith(".py")) {
            return List.of(
                    stem + "/__init__.py",
                    stem + "/sub/x.txt",
                    stem + ".so",
                    stem + ".cpython-312-x86_64-linux-gnu.so",
                    stem + ".pyd",
                    stem + ".pyc",
                    folder() + "/__pycache__/" + last + ".cpython-312.pyc");
        }
        if (path.endsWith(".ts")) {
            return List.of(
                    stem, stem + ".js", stem + ".mjs", stem + ".tsx", stem + "/index.js", stem + "/package.json");
        }
        if (path.endsWith(".java")) {
            return List.of(stem + ".class", stem + "$1.class", "m/src/test/java/a/" + last + ".java");
        }
        return List.of(path + "/x");
    }

    /** Names that are run before it, whatever entry protects it. */
    List<String> before() {
        if (path.endsWith(".py")) {
            return List.of(
                    "src/pkg/__init__.py",
                    folder() + "/__init__.py",
                    folder() + "/__pycache__/__init__.cpython-312.pyc",
                    "conftest.py",
                    "src/conftest.py",
                    folder() + "/conftest.py",
                    "sitecustomize.py",
                    "tools/usercustomize.py",
                    "venv/lib/site-packages/a.pth",
                    "src/pkg.py",
                    "src.py",
                    "pkg/__init__.py",
                    "pkg.py");
        }
        return path.endsWith(".ts") ? List.of("web/package.json", "web/app/package.json") : List.of();
    }
}
