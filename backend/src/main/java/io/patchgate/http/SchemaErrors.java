package io.patchgate.http;

import io.patchgate.bus.Failure.FieldError;
import io.vertx.json.schema.OutputUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a schema validator found, in words for the one who sent it: each field once, and what would be
 * right instead of what is wrong.
 */
final class SchemaErrors {
    /** Keywords whose errors only say that something below them has one. */
    private static final Set<String> WRAPPERS = Set.of("properties", "items", "$ref", "allOf", "anyOf", "oneOf");

    private static final Pattern BRANCH = Pattern.compile("(.*/oneOf/\\d+)((?:/\\$ref)*)/type");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"", Pattern.DOTALL);

    private SchemaErrors() {}

    /** Empty when the value is valid. */
    static List<FieldError> of(OutputUnit result) {
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
        List<OutputUnit> relevant = ofFittingBranches(errors);
        Set<String> known = errors.stream()
                .filter(e -> keyword(e).equals("properties"))
                .map(OutputUnit::getInstanceLocation)
                .collect(Collectors.toSet());
        Map<String, FieldError> byField = new LinkedHashMap<>();
        for (OutputUnit error : relevant) {
            String keyword = keyword(error);
            boolean echo = keyword.equals("additionalProperties") && known.contains(error.getInstanceLocation());
            if (!WRAPPERS.contains(keyword) && !echo) {
                FieldError field = fieldError(error, keyword);
                byField.merge(field.field(), field, (first, second) -> keyword.equals("format") ? second : first);
            }
            if (byField.size() == Problems.MAX_FIELD_ERRORS) {
                break;
            }
        }
        return byField.isEmpty()
                ? List.of(new FieldError("body", "does not fit the contract"))
                : new ArrayList<>(byField.values());
    }

    /** Where one of several types is wanted, what is wrong with those of another type is of no use. */
    private static List<OutputUnit> ofFittingBranches(List<OutputUnit> errors) {
        Set<String> foreign = errors.stream()
                .map(e -> BRANCH.matcher(e.getKeywordLocation()))
                .filter(Matcher::matches)
                .map(branch -> branch.group(1))
                .collect(Collectors.toSet());
        List<OutputUnit> fitting = errors.stream()
                .filter(e -> foreign.stream()
                        .noneMatch(branch -> e.getKeywordLocation().startsWith(branch + "/")))
                .toList();
        return fitting.stream().allMatch(e -> WRAPPERS.contains(keyword(e))) ? errors : fitting;
    }

    private static FieldError fieldError(OutputUnit error, String keyword) {
        String text = error.getError();
        String pointer = error.getInstanceLocation();
        if (keyword.equals("required")) {
            String missing = FieldPath.ofPointer(pointer + "/" + first(QUOTED, text));
            return new FieldError(missing, "is required");
        }
        return new FieldError(FieldPath.ofPointer(pointer), message(keyword, text));
    }

    private static String message(String keyword, String text) {
        return switch (keyword) {
            case "additionalProperties" -> "is not known";
            case "type" -> "must be " + article(text.substring(text.indexOf("Expected ") + "Expected ".length()));
            case "enum" -> "must be one of " + listed(text);
            case "const" -> "must be " + text.substring("Instance does not match ".length());
            case "minLength" ->
                limit(text).equals("1") ? "must not be empty" : "must have at least " + limit(text) + " characters";
            case "maxLength" -> "must have at most " + limit(text) + " characters";
            case "minimum" -> "must be at least " + limit(text);
            case "maximum" -> "must be at most " + limit(text);
            case "minItems" -> "must have at least " + counted(limit(text), "item");
            case "maxItems" -> "must have at most " + counted(limit(text), "item");
            case "minProperties" -> "must have at least " + counted(limit(text), "member");
            case "maxProperties" -> "must have at most " + counted(limit(text), "member");
            case "format" -> format(first(QUOTED, text));
            default -> "does not have the form that the contract asks for";
        };
    }

    private static String format(String name) {
        return switch (name) {
            case "uuid" -> "must be a UUID";
            case "date-time" -> "must be an RFC 3339 time, for example 2026-11-22T09:00:00Z";
            default -> "must be a valid " + name;
        };
    }

    private static String article(String type) {
        return switch (type) {
            case "object", "array", "integer" -> "an " + type;
            default -> "a " + type;
        };
    }

    private static String counted(String number, String noun) {
        return number + " " + noun + (number.equals("1") ? "" : "s");
    }

    private static String listed(String text) {
        return text.substring(text.indexOf('[') + 1, text.lastIndexOf(']'))
                .replace("\"", "")
                .replace(",", ", ");
    }

    /** The validator ends its sentence with the limit. */
    private static String limit(String text) {
        Matcher numbers = NUMBER.matcher(text);
        String last = "";
        while (numbers.find()) {
            last = numbers.group();
        }
        return last;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : text;
    }

    private static String keyword(OutputUnit error) {
        String location = error.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
