package io.patchgate.signals;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.Signal.Severity;
import io.patchgate.patch.Signal.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Secrets on added lines: shapes that their issuers made recognisable, private keys, and quoted texts of high entropy
 * that are given to something called a password, a token or the like. What is found is never repeated.
 */
final class Secrets {
    private static final List<Shape> SHAPES = shapes();
    private static final Set<String> NAMES =
            Set.of("password", "passwd", "pwd", "secret", "token", "apikey", "credential", "credentials", "passphrase");
    private static final Set<String> KEYS = Set.of("api", "access", "private", "secret", "signing", "encryption");
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;
    private static final double LEAST_BITS = 3.3;

    private Secrets() {}

    private record Shape(String name, String prefix, String alphabet, int length, int dots) {
        boolean in(String line) {
            int from = line.indexOf(prefix);
            while (from >= 0) {
                int body = from + prefix.length();
                int end = body;
                if (from == 0 || !Secrets.in("word", line.charAt(from - 1))) {
                    while (end < line.length() && Secrets.in(alphabet, line.charAt(end))) {
                        end++;
                    }
                    if (fits(line.substring(body, end))) {
                        return true;
                    }
                }
                // What begins within a body that is too short or too uniform is so all the more.
                from = line.indexOf(prefix, end);
            }
            return false;
        }

        private boolean fits(String body) {
            return body.length() >= length
                    && body.chars().filter(c -> c == '.').limit(dots).count() == dots
                    && body.chars().distinct().limit(8).count() == 8;
        }
    }

    static void look(ChangedFile file, Findings findings) {
        file.eachAdded((number, line) -> {
            String what = found(line);
            if (what != null) {
                findings.add(Kind.SECRET, Severity.HIGH, what, file.path(), Side.AFTER, number);
            }
        });
    }

    private static String found(String line) {
        if (line.contains("-----BEGIN ") && line.contains("PRIVATE KEY-----")) {
            return "a private key";
        }
        for (Shape shape : SHAPES) {
            if (shape.in(line)) {
                return shape.name;
            }
        }
        return named(line) ? "a random-looking text given to something named like a secret" : null;
    }

    /** A name, then {@code =} or {@code :}, then a quoted text that no person would choose. */
    private static boolean named(String line) {
        boolean secret = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (Lexer.word(c)) {
                int from = at;
                while (at + 1 < line.length() && Lexer.word(line.charAt(at + 1))) {
                    at++;
                }
                secret = namesSecret(line.substring(from, Math.min(at + 1, from + LONGEST)));
            } else if (c == '"' || c == '\'' || c == '`') {
                int end = line.indexOf(c, at + 1);
                if (end < 0) {
                    return false;
                }
                String text = line.substring(at + 1, end);
                if (secret && random(text)) {
                    return true;
                }
                // The key of a pair may be quoted itself.
                secret = text.length() < LONGEST && namesSecret(text);
                at = end;
            } else if (c != '=' && c != ':' && c != ' ' && c != '>') {
                secret = false;
            }
        }
        return false;
    }

    private static boolean namesSecret(String name) {
        List<String> parts = Words.parts(name.replace('-', '_'));
        for (int i = 0; i < parts.size(); i++) {
            boolean key = i > 0 && parts.get(i).equals("key") && KEYS.contains(parts.get(i - 1));
            if (key || NAMES.contains(parts.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean random(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return false;
        }
        int digits = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || "${}<>()%".indexOf(c) >= 0) {
                return false;
            }
            digits += c >= '0' && c <= '9' ? 1 : 0;
            letters += Character.isLetter(c) ? 1 : 0;
        }
        return digits >= 2 && letters >= 4 && bits(text) >= LEAST_BITS;
    }

    /** Shannon's entropy of one character. */
    private static double bits(String text) {
        int[] counts = new int[128];
        text.chars().forEach(c -> counts[c]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static boolean in(String alphabet, char c) {
        boolean digit = c >= '0' && c <= '9';
        boolean upper = c >= 'A' && c <= 'Z';
        boolean lower = c >= 'a' && c <= 'z';
        return switch (alphabet) {
            case "upper" -> digit || upper;
            case "hex" -> digit || c >= 'a' && c <= 'f';
            case "word" -> digit || upper || lower || c == '_';
            case "url" -> digit || upper || lower || c == '_' || c == '-';
            case "dotted" -> digit || upper || lower || c == '_' || c == '-' || c == '.';
            default -> throw new IllegalStateException("No such alphabet: " + alphabet);
        };
    }

    private static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        for (JsonNode node : Languages.resource("secrets.yaml")) {
            shapes.add(new Shape(
                    node.path("name").asText(),
                    node.path("prefix").asText(),
                    node.path("alphabet").asText(),
                    node.path("length").asInt(),
                    node.path("dots").asInt()));
        }
        return List.copyOf(shapes);
    }
}
