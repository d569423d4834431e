package io.patchgate.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The operator's policy: a YAML file with the single key {@code protected}, a list of entries in the
 * dialect of {@code .gitignore}. Whatever is not exactly that is refused, since a policy that is
 * half understood protects half.
 */
public final class PolicyFile {
    /** What is protected where the operator gives no policy: the seed's kernel. */
    public static final List<String> KERNEL = List.of(
            "src/ai_pal/gates/gate_system.py",
            "src/ai_pal/modules/ethics.py",
            "src/ai_pal/improvement/patch_manager.py",
            "src/ai_pal/core/config.py");

    private static final int MAX_SIZE = 4 * 1024 * 1024;

    private PolicyFile() {}

    /** @throws InvalidPolicy with one sentence that names the file and what is wrong in it */
    public static List<String> read(Path file) throws InvalidPolicy {
        JsonNode root = parse(file, text(file));
        if (root == null || !root.isObject() || !root.path("protected").isArray()) {
            throw new InvalidPolicy("The policy file " + file + " must have the key 'protected' with a list of paths.");
        }
        for (var key : (Iterable<String>) root::fieldNames) {
            if (!key.equals("protected")) {
                throw new InvalidPolicy("The policy file " + file + " has the unknown key '" + key + "'.");
            }
        }
        List<String> entries = new ArrayList<>();
        for (JsonNode entry : root.path("protected")) {
            if (!entry.isTextual()) {
                throw new InvalidPolicy("The policy file " + file + " has the entry " + entry
                        + " under 'protected', which is not text.");
            }
            checked(file, entry.asText());
            entries.add(entry.asText());
        }
        return entries;
    }

    private static void checked(Path file, String entry) throws InvalidPolicy {
        try {
            Rule.pattern(entry);
        } catch (InvalidPolicy e) {
            throw new InvalidPolicy(
                    "The policy file " + file + " has the entry '" + entry + "', which " + e.getMessage() + ".", e);
        }
    }

    private static String text(Path file) throws InvalidPolicy {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new InvalidPolicy("The policy file " + file + " is longer than " + MAX_SIZE + " bytes.");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidPolicy("The policy file " + file + " cannot be read as UTF-8 text.", e);
        }
    }

    private static JsonNode parse(Path file, String text) throws InvalidPolicy {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        try {
            return yaml.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidPolicy(
                    "The policy file " + file + " is not valid YAML: " + firstLine(e.getOriginalMessage()) + ".", e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
