package io.patchgate.git;

import io.patchgate.patch.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.attributes.AttributesRule;

/**
 * The attributes of a path, out of the working tree's {@code .gitattributes} and the repository's
 * {@code info/attributes}: deeper files and later lines win, {@code info} over all. Told by the path
 * alone, so also for a file that is not there any more.
 */
final class Attributes {
    private static final String MACRO = "[attr]";
    private static final int LONGEST = 1 << 20;

    private final Path root;
    private final Path info;
    private final Map<Path, List<AttributesRule>> read = new HashMap<>();

    Attributes(Path root, Path commonDir) {
        this.root = root;
        this.info = commonDir.resolve("info").resolve("attributes");
    }

    /** Attributes that are set, unset or have a value, by name. */
    Map<String, Attribute> of(WorkspacePath path) throws IOException {
        Map<String, List<Attribute>> macros = new HashMap<>();
        macros.put("binary", List.of(new Attribute("text", Attribute.State.UNSET)));
        Map<String, Attribute> found = new HashMap<>();
        Path folder = root;
        String below = path.value();
        for (String segment : path.segments()) {
            apply(rules(folder.resolve(".gitattributes")), below, macros, found);
            folder = folder.resolve(segment);
            below = below.substring(Math.min(below.length(), segment.length() + 1));
        }
        apply(rules(info), path.value(), macros, found);
        return found;
    }

    /** The value of an attribute that has one, in any state but set and unset. */
    static Optional<String> value(Attribute attribute) {
        return attribute == null || attribute.getState() != Attribute.State.CUSTOM
                ? Optional.empty()
                : Optional.of(attribute.getValue());
    }

    private static void apply(
            List<AttributesRule> rules,
            String path,
            Map<String, List<Attribute>> macros,
            Map<String, Attribute> found) {
        for (AttributesRule rule : rules) {
            if (rule.getPattern().startsWith(MACRO)) {
                macros.put(rule.getPattern().substring(MACRO.length()), rule.getAttributes());
            } else if (rule.isMatch(path, false)) {
                rule.getAttributes().forEach(attribute -> put(attribute, macros, found, 0));
            }
        }
    }

    private static void put(
            Attribute attribute, Map<String, List<Attribute>> macros, Map<String, Attribute> found, int depth) {
        List<Attribute> expansion = macros.get(attribute.getKey());
        if (expansion != null && attribute.getState() == Attribute.State.SET && depth < 10) {
            expansion.forEach(inner -> put(inner, macros, found, depth + 1));
        }
        if (attribute.getState() == Attribute.State.UNSPECIFIED) {
            found.remove(attribute.getKey());
        } else {
            found.put(attribute.getKey(), attribute);
        }
    }

    private List<AttributesRule> rules(Path file) throws IOException {
        List<AttributesRule> known = read.get(file);
        if (known == null) {
            known = parse(file);
            read.put(file, known);
        }
        return known;
    }

    private static List<AttributesRule> parse(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST) {
            return List.of();
        }
        AttributesNode node = new AttributesNode();
        try (InputStream in = Files.newInputStream(file)) {
            node.parse(in);
        }
        return new ArrayList<>(node.getRules());
    }
}
