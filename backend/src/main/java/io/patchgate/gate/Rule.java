package io.patchgate.gate;

import io.patchgate.patch.PolicyEntry;
import java.text.Normalizer;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;

/**
 * One entry of the policy, compiled. An entry without wildcards is compared as text; the others are
 * left to JGit, whose dialect is git's own. Both are tried on the path as written and on the folded
 * path, so that folding only ever protects more; an entry that begins with {@code !} takes protection
 * away and is therefore tried on the path as written alone.
 */
final class Rule {
    static final int MAX_CHARACTERS = 1_000;

    private static final String SPECIAL = "*?[]!\\#";

    /** Paths that nobody means. A pattern that matches one of them has not named anything, so it matches all. */
    private static final List<String> NOBODYS_PATHS = List.of(
            "\u2604\u2603",
            "\u2604.\u2603",
            "\u2604\u2603/\u2603\u2604",
            "\u2604\u2603/\u2603.\u2604",
            "\u2604\u2603/\u2603\u2604/\u2604\u2604",
            "\u2604\u2603/\u2603\u2604/\u2604\u2604/\u2603\u2603");

    /** With each further one, the time to match a name that an agent made for it grows by the name's length. */
    private static final int MAX_STARS = 4;

    private final PolicyEntry entry;
    private final boolean negated;

    /** An entry without wildcards, folded unless it takes protection away; else null. */
    private final String literal;

    private final boolean anchored;
    private final boolean foldersOnly;
    private final FastIgnoreRule raw;
    private final FastIgnoreRule folded;
    private final String literalFolder;

    private Rule(
            PolicyEntry entry,
            boolean negated,
            String literal,
            boolean anchored,
            boolean foldersOnly,
            String literalFolder) {
        this.entry = entry;
        this.negated = negated;
        this.literal = literal;
        this.anchored = anchored;
        this.foldersOnly = foldersOnly;
        this.literalFolder = literalFolder;
        this.raw = null;
        this.folded = null;
    }

    private Rule(PolicyEntry entry, boolean negated, String body, FastIgnoreRule raw, FastIgnoreRule folded) {
        this.entry = entry;
        this.negated = negated;
        this.literal = null;
        this.anchored = false;
        this.foldersOnly = raw.dirOnly();
        this.raw = raw;
        this.folded = folded;
        this.literalFolder = literalFolder(body);
    }

    /** @throws InvalidPolicy with the part of a sentence that says what is wrong with the entry */
    static Rule of(PolicyEntry entry) throws InvalidPolicy {
        return entry.kind() == PolicyEntry.Kind.PATH ? exactly(entry) : pattern(entry);
    }

    /** Protects this path and everything below it. */
    private static Rule exactly(PolicyEntry entry) {
        String folded = Spelling.fold(entry.text());
        return new Rule(entry, false, folded, true, false, parent(folded));
    }

    private static Rule pattern(PolicyEntry entry) throws InvalidPolicy {
        String text = Normalizer.normalize(entry.text(), Normalizer.Form.NFC);
        checkForm(text);
        boolean negated = text.startsWith("!");
        String body = negated ? text.substring(1) : text;
        String core = strip(body);
        checkSegments(core);
        boolean anchored = body.startsWith("/") || core.indexOf('/') >= 0;
        if (core.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0)) {
            String folded = Spelling.fold(core);
            String literal = negated ? core : folded;
            return new Rule(entry, negated, literal, anchored, body.endsWith("/"), anchored ? parent(folded) : null);
        }
        return wildcard(entry, negated, body);
    }

    private static void checkSegments(String core) throws InvalidPolicy {
        if (core.isEmpty()) {
            throw matchesEverything();
        }
        for (String segment : core.split("/", -1)) {
            if (segment.equals("..")) {
                throw new InvalidPolicy("has a '..' segment, and nothing outside the workspace can be named");
            }
            if (segment.isEmpty() || segment.equals(".")) {
                throw new InvalidPolicy("has an empty or '.' segment, which matches nothing");
            }
            if (count(segment, '*') > MAX_STARS) {
                throw new InvalidPolicy("has more than " + MAX_STARS + " '*' between two '/', which can take too long");
            }
        }
    }

    private static InvalidPolicy matchesEverything() {
        return new InvalidPolicy("matches every path, so nothing could ever be proposed");
    }

    private static void checkForm(String text) throws InvalidPolicy {
        if (text.isBlank() || text.startsWith("#") || text.equals("!")) {
            throw new InvalidPolicy("is empty or a comment and would protect nothing");
        }
        if (!text.equals(text.strip())) {
            throw new InvalidPolicy("begins or ends with a space");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidPolicy("is longer than " + MAX_CHARACTERS + " characters");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidPolicy("contains a control character or is not valid Unicode");
        }
    }

    private static Rule wildcard(PolicyEntry entry, boolean negated, String body) throws InvalidPolicy {
        FastIgnoreRule raw = compiled(body);
        if (raw.isEmpty()) {
            throw invalid();
        }
        if (!negated && NOBODYS_PATHS.stream().anyMatch(path -> raw.isMatch(path, true, true))) {
            throw matchesEverything();
        }
        String foldedBody = Spelling.fold(body);
        boolean sameSyntax = SPECIAL.chars().allMatch(c -> count(body, c) == count(foldedBody, c));
        FastIgnoreRule folded = sameSyntax ? compiled(foldedBody) : raw;
        return new Rule(entry, negated, body, raw, folded.isEmpty() ? raw : folded);
    }

    /** The library refuses most of what is wrong by an empty rule, and trips over some of it. */
    private static FastIgnoreRule compiled(String body) throws InvalidPolicy {
        try {
            return new FastIgnoreRule(body);
        } catch (RuntimeException e) {
            throw invalid();
        }
    }

    private static InvalidPolicy invalid() {
        return new InvalidPolicy("is not a valid pattern in the dialect of .gitignore");
    }

    /** Whether the entry names exactly this beginning of a path; what lies below follows from that. */
    boolean matches(String rawPath, String foldedPath, boolean folder) {
        if (negated && foldersOnly && !folder) {
            return false;
        }
        // A file in the place of a protected folder would do away with the folder, so "x/" is "x" too.
        if (literal != null) {
            String path = negated ? rawPath : foldedPath;
            return anchored ? path.equals(literal) : name(path).equals(literal);
        }
        boolean asFolder = folder || foldersOnly;
        return raw.isMatch(rawPath, asFolder, true) || !negated && folded.isMatch(foldedPath, asFolder, true);
    }

    PolicyEntry entry() {
        return entry;
    }

    boolean negated() {
        return negated;
    }

    /** Folded, when the entry has no wildcard and means one path. */
    String literalPath() {
        return literal != null && anchored ? Spelling.fold(literal) : null;
    }

    /** Folded, when the entry has no wildcard and means a name at any depth. */
    String literalName() {
        return literal != null && !anchored ? Spelling.fold(literal) : null;
    }

    /**
     * The folded folder that everything the entry can match lies in, without a wildcard; null when it
     * may lie anywhere.
     */
    String literalFolder() {
        return literalFolder;
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String literalFolder(String body) {
        String core = strip(body);
        int wildcard = 0;
        while ("*?[\\".indexOf(core.charAt(wildcard)) < 0) {
            wildcard++;
        }
        int end = core.lastIndexOf('/', wildcard);
        return end > 0 ? Spelling.fold(core.substring(0, end)) : null;
    }

    private static String parent(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? null : path.substring(0, end);
    }

    private static String strip(String body) {
        int start = body.startsWith("/") ? 1 : 0;
        int end = body.endsWith("/") && body.length() > start + 1 ? body.length() - 1 : body.length();
        return body.substring(start, end);
    }

    private static long count(String text, int character) {
        return text.chars().filter(c -> c == character).count();
    }
}
