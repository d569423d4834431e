package io.patchgate.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One rule taken out of the source, as a replacement of text that must be there.
 *
 * @param file below {@code io/patchgate}
 */
record Mutation(String name, String file, String find, String replacement) {
    private static final String NEVER = "\"nothing is ever called this\"";

    /** Every rule by hand, and every entry of the data one by one. */
    static List<Mutation> all(String alwaysProtected, String shadowingRules) {
        List<Mutation> all = new ArrayList<>(BY_HAND);
        Matcher entries = Pattern.compile("(?<=[\\s(])\"[^\" ]+\"(?=,|\\))").matcher(alwaysProtected);
        while (entries.find()) {
            all.add(new Mutation(
                    "always protected " + entries.group(), "gate/AlwaysProtected.java", entries.group(), NEVER));
        }
        Matcher rules = Pattern.compile("(?:path|with)\\((\"[^\"]+\")").matcher(shadowingRules);
        int number = 0;
        while (rules.find()) {
            String rule = rules.group();
            String never = rule.startsWith("path(") ? "path(" + NEVER : "with(" + NEVER;
            all.add(new Mutation("shadowing " + ++number + " " + rule, "gate/ShadowingRules.java", rule, never));
        }
        Matcher files =
                Pattern.compile("file\\((PYTHON|\"[a-z]+\"),\\s*(\"[^\"]*\")").matcher(shadowingRules);
        while (files.find()) {
            String rule = files.group();
            String never = rule.substring(0, rule.length() - files.group(2).length()) + "\".nothing\"";
            all.add(new Mutation("shadowing " + ++number + " " + rule, "gate/ShadowingRules.java", rule, never));
        }
        return all;
    }

    private static Mutation gate(String name, String find, String replacement) {
        return new Mutation(name, "gate/Gate.java", find, replacement);
    }

    private static Mutation in(String file, String name, String find, String replacement) {
        return new Mutation(name, file, find, replacement);
    }

    private static Mutation form(String name, String find) {
        return new Mutation("form: " + name, "patch/WorkspacePath.java", find, "if (false && " + find.substring(4));
    }

    private static final List<Mutation> BY_HAND = List.of(
            gate("nothing is judged before the policy is complete", "if (!complete) {", "if (false) {"),
            gate("every member of a set is judged", ": targets) {", ": targets.subList(0, 1)) {"),
            gate(
                    "what a pattern shadows must exist",
                    "return !(resolution instanceof",
                    "return false && !(resolution instanceof"),
            gate("a link is refused", "if (resolution instanceof Resolution.Link) {", "if (false) {"),
            gate("hard links are looked for", "return byOtherNames(file, current);", "return Optional.empty();"),
            gate("one name is enough only for one", "names.getAsInt() == 1", "names.getAsInt() >= 1"),
            gate("what a protected link leads to", ": byLinks(path, survey);", ": refusal;"),
            gate("short names", "if (shortName.isPresent()) {", "if (false) {"),
            gate("streams", "file.isPresent() ?", "false ?"),
            in(
                    "gate/ProtectedPaths.java",
                    "the policy",
                    "rule = rule.isPresent() ? rule : byPolicy.protecting(raw, folded, i < last);",
                    ""),
            in(
                    "gate/ProtectedPaths.java",
                    "what is always protected",
                    "Optional<Rule> rule = always.protecting(raw, folded, i < last);",
                    "Optional<Rule> rule = Optional.empty();"),
            in(
                    "gate/ProtectedPaths.java",
                    "folders above",
                    "for (int i = 0; i <= last; i++) {",
                    "for (int i = last; i <= last; i++) {"),
            in(
                    "gate/ProtectedPaths.java",
                    "a file in the place of a folder",
                    "= parentOf(spelling.folded(last));",
                    "= Optional.empty();"),
            in(
                    "gate/ProtectedPaths.java",
                    "shadowing",
                    "Optional.ofNullable(Shadowing.find(spelling, exists, always, byPolicy))",
                    "Optional.ofNullable((Shadowing.Finding) null)"),
            in(
                    "gate/ProtectedPaths.java",
                    "own configuration",
                    "own.forEach(path -> rules.add(Rule.exactly(path)));",
                    ""),
            in(
                    "gate/ProtectedPaths.java",
                    "additions at run time",
                    "additions.forEach(path -> rules.add(Rule.exactly(path)));",
                    ""),
            in("gate/ProtectedPaths.java", "parents in the policy", ".or(() -> adjustable.below(folded))", ""),
            in(
                    "gate/ProtectedPaths.java",
                    "literal entries are followed",
                    "literals.addAll(adjustable.literals());",
                    ""),
            in(
                    "gate/ProtectedPaths.java",
                    "literal additions are followed",
                    "Set<String> literals = fixed.literals();",
                    "Set<String> literals = new java.util.HashSet<>();"),
            in(
                    "gate/Spelling.java",
                    "compatibility forms fold",
                    "foldCase(Normalizer.normalize(segment, Normalizer.Form.NFKC))",
                    "foldCase(segment)"),
            in(
                    "gate/Spelling.java",
                    "upper case folds",
                    "text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)",
                    "text.toLowerCase(Locale.ROOT)"),
            in(
                    "gate/Spelling.java",
                    "the sharp s folds",
                    "text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)",
                    "text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)"),
            in("gate/Rule.java", "patterns fold", "|| !negated && folded.isMatch(foldedPath, asFolder, true)", ""),
            in(
                    "gate/Rule.java",
                    "an exception never folds",
                    "String path = negated ? rawPath : foldedPath;",
                    "String path = foldedPath;"),
            in(
                    "gate/Rule.java",
                    "a folder's entry protects a file in its place",
                    "boolean asFolder = folder || foldersOnly;",
                    "boolean asFolder = folder;"),
            in(
                    "gate/RuleIndex.java",
                    "the last entry decides",
                    "candidate.rank() > last.rank()",
                    "candidate.rank() < last.rank()"),
            in(
                    "gate/RuleIndex.java",
                    "entries by path",
                    "last = later(last, byPath.get(folded), raw, folded, folder);",
                    ""),
            in(
                    "gate/RuleIndex.java",
                    "entries by name",
                    "last = later(last, byName.get(Rule.name(folded)), raw, folded, folder);",
                    ""),
            in(
                    "gate/RuleIndex.java",
                    "entries with wildcards",
                    "last = later(last, patterns, raw, folded, folder);",
                    ""),
            in(
                    "gate/RuleIndex.java",
                    "modules of literal entries",
                    "hold(holders, language, rule.literalPath(), rule);",
                    ""),
            in(
                    "gate/HardLinks.java",
                    "other names are judged",
                    "return policy.refusal(path, original -> true)",
                    "return Optional.<io.patchgate.workspace.Refusal>empty()"),
            in(
                    "gate/HardLinks.java",
                    "folders are searched",
                    "if (entry.kind() == Entry.Kind.FOLDER) {",
                    "if (false) {"),
            in(
                    "gate/Shadowing.java",
                    "folders over modules",
                    "finding != null ? finding : replacing(folders, exists, protections)",
                    "finding"),
            in(
                    "gate/Shadowing.java",
                    "packages run before",
                    "finding != null ? finding : runBefore(files, exists, protections)",
                    "finding"),
            in(
                    "gate/Shadowing.java",
                    "packages for files that run before",
                    "finding != null ? finding : runBefore(folders, exists, protections)",
                    "finding"),
            in("gate/Shadowing.java", "modules over folders", "overFolder(files, path, exists, protections)", "null"),
            in("gate/Shadowing.java", "a top package elsewhere", "if (rival != null) {", "if (false) {"),
            in(
                    "gate/Shadowing.java",
                    "a top module elsewhere",
                    "rule = rule != null ? rule : exists.rival(module);",
                    ""),
            in("gate/Shadowing.java", "folded names shadow", "names.add(path.folded(last));", ""),
            in(
                    "gate/Shadowing.java",
                    "only what exists is shadowed by a pattern",
                    "|| exists.of(candidate.path())",
                    "|| true"),
            in(
                    "gate/Survey.java",
                    "modules on disk",
                    "policy.naming(path).ifPresent(rule -> modules.put(path, rule));",
                    ""),
            in("gate/Survey.java", "literals through links", "policy.literals().forEach(survey::followLiteral);", ""),
            in("gate/Survey.java", "links by their own names", ".add(path);", ";"),
            in("gate/Surveys.java", "a survey ages", "&& System.nanoTime() - dated.until() < 0", ""),
            in("gate/Surveys.java", "a survey is of one policy", "dated.policy() == policy &&", ""),
            in("gate/Inspector.java", "a set that contradicts itself", "refuseContradictions();", ""),
            in(
                    "workspace/Resolver.java",
                    "links end a walk",
                    "case LINK -> new Resolution.Link(path, at);",
                    "case LINK -> null;"),
            in(
                    "workspace/Folder.java",
                    "folders are opened without following",
                    "handle.newDirectoryStream(path(name), LinkOption.NOFOLLOW_LINKS)",
                    "handle.newDirectoryStream(path(name))"),
            in(
                    "workspace/Folder.java",
                    "names are looked at without following",
                    "PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)",
                    "PosixFileAttributeView.class)"),
            in(
                    "workspace/Folder.java",
                    "what is read is what was looked at",
                    "!now.get().key().equals(expected.key())",
                    "false"),
            in(
                    "application/Transition.java",
                    "the guard before the rename",
                    "private byte[] check(Resolution resolution, Step step) throws IOException, NotDone {\n        refuse(resolution);",
                    "private byte[] check(Resolution resolution, Step step) throws IOException, NotDone {"),
            in("application/Transition.java", "the guard before a folder is made", "refuse(missing);", ""),
            in(
                    "application/Transition.java",
                    "the base before the rename",
                    "if (!Objects.equals(found, step.from())) {",
                    "if (false) {"),
            form("not empty", "if (path == null || path.isEmpty()) {"),
            form("at most 500 characters", "if (path.length() > 2 * MAX_CHARACTERS"),
            form("relative", "if (path.charAt(0) == '/') {"),
            form("no backslash", "if (c == '\\\\') {"),
            in(
                    "patch/WorkspacePath.java",
                    "form: no control characters",
                    "case Character.CONTROL -> \"must not contain control characters\";",
                    "case Character.CONTROL -> null;"),
            in(
                    "patch/WorkspacePath.java",
                    "form: no half characters",
                    "case Character.SURROGATE -> \"must be valid Unicode, without lone surrogates\";",
                    "case Character.SURROGATE -> null;"),
            in(
                    "patch/WorkspacePath.java",
                    "form: no format characters",
                    "case Character.FORMAT -> \"must",
                    "case Character.FORMAT -> false ? null : Character.isDefined(c) ? null : \"must"),
            in(
                    "patch/WorkspacePath.java",
                    "form: no line separators",
                    "case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> \"must not contain line separators\";",
                    ""),
            in(
                    "patch/WorkspacePath.java",
                    "form: nothing invisible",
                    "default -> invisible(c) ?",
                    "default -> false ?"),
            form("NFC", "if (!Normalizer.isNormalized(path, Normalizer.Form.NFC)) {"),
            form("no empty segment", "if (segment.isEmpty()) {"),
            form("no dot segment", "if (segment.equals(\".\") || segment.equals(\"..\")) {"),
            form("no trailing dot or space", "if (last == '.' || last == ' ') {"),
            form("no over-long segment", "if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {"));
}
