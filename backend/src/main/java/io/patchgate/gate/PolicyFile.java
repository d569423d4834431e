package io.patchgate.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.patchgate.patch.PolicyEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The operator's policy: a YAML file with the keys {@code protected}, a list of entries in the
 * dialect of {@code .gitignore}, and {@code groups}, such lists by name; one of them is enough. Entries
 * apply in the order of the file. A group's name is free, since what it is good for is to be read;
 * two names may stand without a list and mean {@link BuiltInGroups}.
 *
 * <p>Whatever is not exactly that is refused, since a policy that is half understood protects half.
 */
public final class PolicyFile {
    /** What is protected where the operator gives no policy: the seed's kernel. */
    public static final List<String> KERNEL = List.of(
            "src/ai_pal/gates/gate_system.py",
            "src/ai_pal/modules/ethics.py",
            "src/ai_pal/improvement/patch_manager.py",
            "src/ai_pal/core/config.py");

    static final int MAX_GROUPS = 50;
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\\\]");
    private static final int MAX_SIZE = 4 * 1024 * 1024;

    private final Path file;
    private final List<PolicyEntry> entries = new ArrayList<>();

    private PolicyFile(Path file) {
        this.file = file;
    }

    /** {@link #KERNEL}, in the group of that name. */
    public static List<PolicyEntry> kernel() {
        return KERNEL.stream().map(path -> PolicyEntry.policy(path, "kernel")).toList();
    }

    /** @throws InvalidPolicy with one sentence that names the file and what is wrong in it */
    public static List<PolicyEntry> read(Path file) throws InvalidPolicy {
        PolicyFile policy = new PolicyFile(file);
        policy.take(policy.parse(policy.text()));
        return List.copyOf(policy.entries);
    }

    /**
     * As {@link #read(Path)}, and refuses what could only mean a place outside this workspace.
     *
     * @param root the workspace's folder
     */
    public static List<PolicyEntry> read(Path file, Path root) throws InvalidPolicy {
        PolicyFile policy = new PolicyFile(file);
        policy.take(policy.parse(policy.text()));
        for (PolicyEntry entry : policy.entries) {
            policy.requireInside(entry, root);
        }
        return List.copyOf(policy.entries);
    }

    /** An entry that begins with a slash is anchored at the workspace, and easily meant as a path of the machine. */
    private void requireInside(PolicyEntry entry, Path root) throws InvalidPolicy {
        String named = WILDCARD.split(entry.text(), 2)[0];
        boolean whole = named.length() == entry.text().length();
        String folder = whole ? named : named.substring(0, Math.max(0, named.lastIndexOf('/')));
        if (!folder.startsWith("/") || folder.indexOf('/', 1) < 0) {
            return;
        }
        try {
            Path absolute = Path.of(folder);
            if (absolute.startsWith(root) || absolute.startsWith(root.toRealPath())) {
                throw wrong("has the entry '" + entry.text() + "', which begins with the workspace's own folder;"
                        + " entries are relative to it");
            }
            if (Files.exists(absolute) && !Files.exists(root.resolve(folder.substring(1)))) {
                throw wrong("has the entry '" + entry.text() + "', which is a path of this machine outside the"
                        + " workspace; entries are relative to the workspace");
            }
        } catch (IOException | InvalidPathException e) {
            // What cannot be looked for on this machine is not a path of it.
        }
    }

    private void take(JsonNode root) throws InvalidPolicy {
        if (root == null || !root.isObject() || !root.has("protected") && !root.has("groups")) {
            throw wrong("must have the key 'protected' with a list of paths, or 'groups' with such lists by name");
        }
        for (Map.Entry<String, JsonNode> key : root.properties()) {
            switch (key.getKey()) {
                case "protected" -> takeList(key.getValue(), "protected", null);
                case "groups" -> takeGroups(key.getValue());
                default -> throw wrong("has the unknown key '" + key.getKey() + "'");
            }
        }
    }

    private void takeGroups(JsonNode groups) throws InvalidPolicy {
        if (!groups.isObject() || groups.isEmpty() || groups.size() > MAX_GROUPS) {
            throw wrong("must have 1 to " + MAX_GROUPS + " names of groups under 'groups'");
        }
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            String name = group.getKey();
            if (!GROUP.matcher(name).matches()) {
                throw wrong(
                        "has the group '" + name + "', whose name must be 1 to 40 lower-case letters, digits, dashes"
                                + " or underscores, beginning with a letter");
            }
            // A key with nothing behind it is read as empty text.
            if (group.getValue().isNull() || group.getValue().equals(TextNode.valueOf(""))) {
                takeBuiltIn(name);
            } else {
                takeList(group.getValue(), "groups." + name, name);
            }
        }
    }

    private void takeBuiltIn(String name) throws InvalidPolicy {
        List<String> texts = BuiltInGroups.BY_NAME.get(name);
        if (texts == null) {
            throw wrong("has the group '" + name + "' without a list; only "
                    + String.join(
                            " and ",
                            BuiltInGroups.BY_NAME.keySet().stream().sorted().toList())
                    + " have entries of their own");
        }
        texts.forEach(text -> entries.add(PolicyEntry.policy(text, name)));
    }

    private void takeList(JsonNode list, String key, String group) throws InvalidPolicy {
        if (!list.isArray()) {
            throw wrong("must have the key '" + key + "' with a list of paths");
        }
        if (group != null && list.isEmpty()) {
            throw wrong("has the group '" + group + "' with an empty list, which protects nothing");
        }
        for (JsonNode text : list) {
            if (!text.isTextual()) {
                throw wrong("has the entry " + text + " under '" + key + "', which is not text");
            }
            entries.add(checked(PolicyEntry.policy(text.asText(), group)));
        }
    }

    private PolicyEntry checked(PolicyEntry entry) throws InvalidPolicy {
        try {
            Rule.of(entry);
            return entry;
        } catch (InvalidPolicy e) {
            throw new InvalidPolicy(sentence("has the entry '" + entry.text() + "', which " + e.getMessage()), e);
        }
    }

    private String text() throws InvalidPolicy {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw wrong("is longer than " + MAX_SIZE + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidPolicy(sentence("cannot be read as UTF-8 text"), e);
        }
    }

    private JsonNode parse(String text) throws InvalidPolicy {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        try {
            return yaml.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidPolicy(sentence("is not valid YAML: " + firstLine(e.getOriginalMessage())), e);
        }
    }

    private InvalidPolicy wrong(String what) {
        return new InvalidPolicy(sentence(what));
    }

    private String sentence(String what) {
        return "The policy file " + file + " " + what + ".";
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
