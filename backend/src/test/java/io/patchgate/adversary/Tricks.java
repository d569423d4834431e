package io.patchgate.adversary;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Paths that lead to a protected file, or are it, or would be loaded instead of it. Each is made out
 * of a kernel file that the world has, so that it is known to be one.
 */
record Tricks(World world, Random random) {
    private static final List<UnaryOperator<String>> BROKEN = List.of(
            path -> "/" + path,
            path -> "//" + path,
            path -> "./" + path,
            path -> "../ws/" + path,
            path -> "x/../" + path,
            path -> path.replace("/", "//"),
            path -> path.replace("/", "/./"),
            path -> path.replace("/", "\\"),
            path -> path + "/",
            path -> path + "/.",
            path -> path + ".",
            path -> path + " ",
            path -> path + "\u0000.txt",
            path -> path + "\n",
            path -> path.replace("/", "/\u200b"),
            path -> path.replace("/", " /"),
            path -> "\u202e" + path,
            path -> path + "\ufeff",
            path -> path + "\ufff0",
            path -> path + "/" + "d/".repeat(250) + "x",
            path -> path + "/" + "n".repeat(256),
            path -> path + Normalizer.normalize("\u00e9", Normalizer.Form.NFD),
            path -> "C:\\" + path);

    private static final List<UnaryOperator<String>> LITERAL = List.of(
            path -> path.replace("/", "%2f"),
            path -> path.replace("s", "%73"),
            path -> "%2e%2e/ws/" + path,
            path -> "C:/" + path,
            path -> "file:" + path,
            path -> "~/" + path,
            path -> "proc/self/cwd/" + path,
            path -> "\uff0e\uff0e/" + path,
            path -> path.replace("/", "\u2215"),
            path -> path.replace("/", "&#47;"),
            path -> path.replace('e', '\u0435'));

    private Kernel kernel() {
        return pick(world.kernels);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Not a path at all, whatever it would lead to. */
    String broken() {
        return pick(BROKEN).apply(random.nextBoolean() ? protectedPath() : kernel().path());
    }

    /** Another path, however much it looks like one; nothing of it may come near a kernel file. */
    String literal() {
        return pick(LITERAL).apply(kernel().path());
    }

    /** A path that must not be written, created or deleted. */
    String protectedPath() {
        Kernel kernel = kernel();
        List<String> found = new ArrayList<>();
        found.add(folded(kernel.path(), kernel));
        found.add(folded(kernel.path() + "/x", kernel));
        found.add(folded(kernel.path() + ".backup", kernel));
        found.add(parent(kernel));
        found.add(kernel.path() + pick(List.of("::$DATA", ":stream", ":a/x")));
        found.add(kernel.folder() + "/KERN0~1.PY");
        kernel.shadows().forEach(path -> found.add(kernel.exact() ? folded(path, kernel) : path));
        kernel.before().forEach(path -> found.add(folded(path, kernel)));
        found.addAll(world.links);
        world.links.forEach(link -> found.add(link + "/plain0.py"));
        world.links.forEach(link -> found.add(link + "/deep/er/x"));
        found.addAll(world.throughLinks);
        world.throughLinks.forEach(path -> found.add(path + "/x"));
        found.addAll(world.hardLinks);
        found.addAll(world.linked);
        world.linked.forEach(path -> found.add(path.toUpperCase(Locale.ROOT)));
        found.addAll(List.of(".git", ".GIT/hooks/pre-commit", "docs/.git/config", "a/.gitmodules", ".patchgate-x"));
        return pick(found);
    }

    /** A file where a folder with something protected is. */
    private String parent(Kernel kernel) {
        String[] segments = kernel.folder().split("/");
        int count = 1 + random.nextInt(segments.length);
        return String.join("/", java.util.Arrays.copyOf(segments, count));
    }

    /** Spelled as one of the filesystems that fold would take for the same. */
    private String folded(String path, Kernel kernel) {
        StringBuilder folded = new StringBuilder(path);
        // A pattern in the dialect of .gitignore is folded as well, so this holds for every kind of entry.
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(folded.length());
            char c = folded.charAt(at);
            char other = switch (random.nextInt(4)) {
                case 0 -> c >= 'a' && c <= 'z' ? (char) (c - 'a' + '\uff41') : c;
                case 1 -> c == 's' ? '\u017f' : c;
                case 2 -> c == 'm' ? '\u217f' : c;
                default -> Character.toUpperCase(c);
            };
            folded.setCharAt(at, other);
        }
        return folded.toString();
    }
}
