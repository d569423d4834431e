package io.patchgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchgate.Settings.InvalidSetting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One level of the settings: typed values out of the file, each overridden by its environment
 * variable. Remembers what was asked for, so that {@link #refuseOthers} can name what nobody knows.
 */
final class SettingsSection {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Pattern SHARE = Pattern.compile("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(B|KiB|MiB|GiB)");

    private final String path;
    private final ObjectNode node;
    private final Map<String, String> environment;
    private final Set<String> known = new HashSet<>();

    SettingsSection(String path, ObjectNode node, Map<String, String> environment) {
        this.path = path;
        this.node = node;
        this.environment = environment;
    }

    Optional<String> text(String key) throws InvalidSetting {
        known.add(key);
        String variable = environment.get(variable(key));
        if (variable != null && !variable.isEmpty()) {
            return Optional.of(variable);
        }
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            throw wrong(key, "must be a single value");
        }
        return Optional.of(value.asText());
    }

    String text(String key, String fallback) throws InvalidSetting {
        return text(key).orElse(fallback);
    }

    int port(String key, int fallback) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        if (text.get().matches("[0-9]{1,5}") && Integer.parseInt(text.get()) <= 65_535) {
            return Integer.parseInt(text.get());
        }
        throw wrong(key, "must be a port from 0 to 65535, not '" + text.get() + "'");
    }

    int integer(String key, int fallback, int least, int most) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw wrong(key, "must be a whole number from " + least + " to " + most + ", not '" + text.get() + "'");
    }

    /** Every key that stands here, whatever it is called. */
    List<String> keys() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** A list of texts; empty where there is none. */
    List<String> texts(String key) throws InvalidSetting {
        known.add(key);
        JsonNode value = node.get(key);
        List<String> texts = new ArrayList<>();
        if (value == null || value.isNull()) {
            return texts;
        }
        if (!value.isArray()) {
            throw wrong(key, "must be a list");
        }
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrong(key, "must be a list of texts, and " + element + " is none");
            }
            texts.add(element.asText());
        }
        return texts;
    }

    boolean flag(String key, boolean fallback) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "must be true or false, not '" + text.get() + "'");
        };
    }

    /** A number from 0 to 1. */
    double share(String key, double fallback) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        if (SHARE.matcher(text.get()).matches()) {
            return Double.parseDouble(text.get());
        }
        throw wrong(key, "must be a number from 0 to 1, not '" + text.get() + "'");
    }

    double number(String key, double fallback) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        if (NUMBER.matcher(text.get()).matches()) {
            return Double.parseDouble(text.get());
        }
        throw wrong(key, "must be a number, not '" + text.get() + "'");
    }

    /** Numbers by names that are free. */
    Map<String, Double> numbers(String key) throws InvalidSetting {
        known.add(key);
        ObjectNode object = object(node.get(key), child(key));
        Map<String, Double> numbers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isNumber()) {
                throw new InvalidSetting("The setting '" + child(key) + "." + field.getKey() + "' must be a number.");
            }
            numbers.put(field.getKey(), field.getValue().asDouble());
        }
        return numbers;
    }

    Duration duration(String key, Duration fallback) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        Matcher matcher = DURATION.matcher(text.get());
        if (!matcher.matches()) {
            throw wrong(key, "must be a time such as 30s, 15m, 12h or 14d, not '" + text.get() + "'");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    long bytes(String key, long fallback, long largest) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        Matcher matcher = SIZE.matcher(text.get());
        if (!matcher.matches()) {
            throw wrong(key, "must be a size such as 512KiB or 32MiB, not '" + text.get() + "'");
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 0;
        };
        long size = Long.parseLong(matcher.group(1)) << shift;
        if (size > largest) {
            throw wrong(key, "must be at most " + (largest >> 20) + "MiB, not '" + text.get() + "'");
        }
        return size;
    }

    Optional<Path> path(String key) throws InvalidSetting {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(text.get()).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw wrong(key, "must be a path");
        }
    }

    SettingsSection section(String key) throws InvalidSetting {
        known.add(key);
        return new SettingsSection(child(key), object(node.get(key), child(key)), environment);
    }

    List<SettingsSection> sections(String key) throws InvalidSetting {
        known.add(key);
        JsonNode value = node.get(key);
        List<SettingsSection> sections = new ArrayList<>();
        if (value == null || value.isNull()) {
            return sections;
        }
        if (!value.isArray()) {
            throw wrong(key, "must be a list");
        }
        for (int i = 0; i < value.size(); i++) {
            String element = child(key) + "[" + i + "]";
            sections.add(new SettingsSection(element, object(value.get(i), element), Map.of()));
        }
        return sections;
    }

    /** A misspelt key is refused: what it was meant to switch on would silently be off. */
    void refuseOthers() throws InvalidSetting {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                throw new InvalidSetting(
                        "The setting '" + child(field.getKey()) + "' is not known to this version; " + "known here: "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
    }

    InvalidSetting wrong(String key, String message) {
        return new InvalidSetting("The setting '" + child(key) + "' (" + variable(key) + ") " + message + ".");
    }

    private ObjectNode object(JsonNode value, String at) throws InvalidSetting {
        if (value == null || value.isNull()) {
            return node.objectNode();
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidSetting("The setting '" + at + "' must be a group of keys.");
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String variable(String key) {
        return "PATCHGATE_" + child(key).replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
