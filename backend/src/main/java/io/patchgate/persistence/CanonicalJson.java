package io.patchgate.persistence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Canonical JSON as RFC 8785 defines it, for the values the ledger is made of: objects, arrays,
 * strings, integers, booleans and null. Floating-point numbers are refused, because runtimes print
 * them differently.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    static byte[] encode(Map<String, ?> object) {
        StringBuilder out = new StringBuilder(256);
        write(object, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Object value, StringBuilder out) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof String text) {
            quote(text, out);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Map<?, ?> object) {
            writeObject(object, out);
        } else if (value instanceof List<?> array) {
            writeArray(array, out);
        } else {
            throw new IllegalArgumentException("Not a ledger value: " + value.getClass());
        }
    }

    private static void writeObject(Map<?, ?> object, StringBuilder out) {
        // String's own order is by UTF-16 code unit, which is the order that the RFC asks for.
        Map<String, Object> sorted = new TreeMap<>();
        object.forEach((key, value) -> sorted.put((String) key, value));
        char separator = '{';
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            out.append(separator);
            separator = ',';
            quote(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void writeArray(List<?> array, StringBuilder out) {
        char separator = '[';
        for (Object element : array) {
            out.append(separator);
            separator = ',';
            write(element, out);
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
