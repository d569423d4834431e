package io.patchgate.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's import system, as far as it can be told from names and text. */
final class Python implements Language {
    private static final String INIT = "__init__";

    /** Source, bytecode beside it, extension modules with any tags, and bytecode in its own folder. */
    private static final Pattern MODULE = Pattern.compile("([^.]+)(?:\\.py[cow]?|(?:\\..*)?\\.(?:so|pyd))");

    private static final String CACHE = "__pycache__";
    private static final Pattern CACHED = Pattern.compile("([^.]+)\\..*\\.py[co]");

    private static final Pattern ENCODING = Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");
    private static final Pattern KNOWN_ENCODING =
            Pattern.compile("utf-?8(-.*)?|u8|(us-?)?ascii|latin-?1(-.*)?|iso-?8859-?1(-.*)?|l1");

    @Override
    public Optional<String> stem(String path) {
        int slash = path.lastIndexOf('/');
        String folder = slash < 0 ? "" : path.substring(0, slash);
        String name = path.substring(slash + 1);
        boolean cached = folder.equals(CACHE) || folder.endsWith("/" + CACHE);
        Matcher matcher = (cached ? CACHED : MODULE).matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String home = cached ? Sources.parent(folder) : folder;
        return Optional.of(Sources.join(home, matcher.group(1)));
    }

    @Override
    public List<String> sources(String stem) {
        return List.of(stem + ".py");
    }

    @Override
    public List<Reference> references(byte[] source) throws Unreadable {
        return new PythonImports(decode(source)).all();
    }

    private static String decode(byte[] source) throws Unreadable {
        String head = new String(source, 0, Math.min(source.length, 1_000), StandardCharsets.ISO_8859_1);
        // As Python does, in the first two lines alone.
        for (String line : head.split("\\R", 3)) {
            Matcher matcher = ENCODING.matcher(line);
            if (matcher.find()) {
                String name = matcher.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
                if (!KNOWN_ENCODING.matcher(name).matches()) {
                    throw new Unreadable("is in the encoding '" + name + "'");
                }
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(source))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(source, StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public List<String> candidates(String importer, String module, List<String> roots) {
        int level = 0;
        while (level < module.length() && module.charAt(level) == '.') {
            level++;
        }
        List<String> names = level == module.length()
                ? List.of()
                : List.of(module.substring(level).split("\\."));
        if (level == 0) {
            Set<String> stems = new LinkedHashSet<>();
            roots.forEach(root -> add(stems, root, names));
            return List.copyOf(stems);
        }
        String base = Sources.parent(importer);
        for (int up = 1; up < level; up++) {
            if (base.isEmpty()) {
                return List.of();
            }
            base = Sources.parent(base);
        }
        Set<String> stems = new LinkedHashSet<>();
        stems.add(Sources.join(base, INIT));
        add(stems, base, names);
        return List.copyOf(stems);
    }

    /** Every package on the way and the module itself, each as a file and as a folder. */
    private static void add(Set<String> stems, String base, List<String> names) {
        String at = base;
        for (String name : names) {
            at = Sources.join(at, name);
            stems.add(at);
            stems.add(Sources.join(at, INIT));
        }
    }

    @Override
    public List<String> before(String path) {
        List<String> packages = new ArrayList<>();
        for (String folder = Sources.parent(path); !folder.isEmpty(); folder = Sources.parent(folder)) {
            packages.add(Sources.join(folder, INIT));
        }
        return packages;
    }

    @Override
    public boolean isPackage(Iterable<String> names) {
        for (String name : names) {
            if (name.startsWith(INIT + ".")) {
                return true;
            }
        }
        return false;
    }
}
