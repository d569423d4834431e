package io.patchgate.adversary;

import io.patchgate.gate.WholePath;
import io.patchgate.gate.WholePath.End;
import io.patchgate.patch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One change set on one world: what is proposed, what must become of it, and whether that is what became. */
public final class Case {
    /** What a member of the set is known to be. */
    public enum Kind {
        LEGITIMATE,
        PROTECTED,
        BROKEN,
        LITERAL,
        SWAPPED
    }

    private record Member(Kind kind, String path, Change.Form form, String code) {}

    private final World world;
    private final Random random;
    private final Tricks tricks;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private String trickBetween = "";

    public Case(World world, long seed) {
        this.world = world;
        this.random = new Random(seed);
        this.tricks = new Tricks(world, random);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            propose();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        members.values()
                .forEach(member -> text.append("\n  ")
                        .append(member.kind)
                        .append(' ')
                        .append(member.form)
                        .append(' ')
                        .append(quoted(member.path)));
        return text + (trickBetween.isEmpty() ? "" : "\n  " + trickBetween);
    }

    private static String quoted(String path) {
        StringBuilder quoted = new StringBuilder();
        path.chars().forEach(c -> quoted.append(c < ' ' || c > '~' ? "\\u%04x".formatted(c) : "" + (char) c));
        return quoted.length() > 200 ? quoted.substring(0, 200) + "..." : quoted.toString();
    }

    private void propose() {
        int dice = random.nextInt(100);
        Kind kind = dice < 45
                ? Kind.LEGITIMATE
                : dice < 78 ? Kind.PROTECTED : dice < 84 ? Kind.BROKEN : dice < 90 ? Kind.LITERAL : Kind.SWAPPED;
        String path = switch (kind) {
            case LEGITIMATE -> legitimate();
            case PROTECTED -> tricks.protectedPath();
            case BROKEN -> tricks.broken();
            case LITERAL -> tricks.literal();
            case SWAPPED ->
                "swap/" + Swapper.name(random)
                        + (random.nextBoolean() ? "" : "/" + anyKernel().name());
        };
        if (members.keySet().stream().noneMatch(other -> within(path, other) || within(other, path))) {
            members.put(path, new Member(kind, path, form(kind, path), "new " + random.nextInt(1000) + "\n"));
        }
    }

    private Kernel anyKernel() {
        return world.kernels.get(random.nextInt(world.kernels.size()));
    }

    private static boolean within(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private String legitimate() {
        if (!world.ordinary.isEmpty() && random.nextInt(3) > 0) {
            return world.ordinary.get(random.nextInt(world.ordinary.size()));
        }
        String folder = List.of("", "docs/", "src/pkg/", "src/pkg/mod/", "web/app/", "area/a/b/", "m/src/main/java/a/")
                .get(random.nextInt(7));
        return folder + "plain" + (100 + random.nextInt(20))
                + List.of(".py", ".ts", ".md", ".java").get(random.nextInt(4));
    }

    private Change.Form form(Kind kind, String path) {
        boolean there = kind == Kind.LEGITIMATE && Files.exists(world.workspace.resolve(path));
        int dice = random.nextInt(5);
        return dice == 0 && (there || kind != Kind.LEGITIMATE) ? Change.Form.DELETE : Change.Form.NEW_CODE;
    }

    /**
     * @param kinds takes those of the members, for counting
     * @throws AssertionError when anything but what a legitimate set says changed
     */
    public End run(Way way, Set<Kind> kinds) throws Exception {
        members.values().forEach(member -> kinds.add(member.kind));
        Snapshot outside = Snapshot.of(world.outside, null);
        Snapshot before = Snapshot.of(world.workspace, world.swapped);
        Between between = new Between();
        End end;
        try {
            end = way.run(changes(), between);
        } finally {
            between.undo();
        }
        Snapshot after = Snapshot.of(world.workspace, world.swapped);
        expect(Snapshot.of(world.outside, null).equals(outside), "something outside the workspace changed");
        boolean applied = end == End.APPLIED;
        expect(!applied || !has(Kind.PROTECTED) && !has(Kind.BROKEN), "what is protected was applied");
        boolean undisturbed = !has(Kind.SWAPPED) && !has(Kind.LITERAL) && between.moved == null;
        boolean legitimate = undisturbed && !has(Kind.PROTECTED) && !has(Kind.BROKEN);
        expect(applied || !legitimate, "a legitimate change set ended as " + end);
        expect(!applied || between.moved == null, "it was applied although its target was replaced");
        compare(before, after, applied);
        remember(applied);
        return end;
    }

    private boolean has(Kind kind) {
        return members.values().stream().anyMatch(member -> member.kind == kind);
    }

    private List<Way.Proposed> changes() {
        return members.values().stream()
                .map(member -> new Way.Proposed(member.path, member.form == Change.Form.DELETE ? null : member.code))
                .toList();
    }

    /** Every name that the set did not name is the same inode; those it named are as it says, or the same inode. */
    private void compare(Snapshot before, Snapshot after, boolean applied) {
        Map<String, Snapshot.Fact> expected = new TreeMap<>(before.facts());
        Map<String, Snapshot.Fact> found = new TreeMap<>(after.facts());
        for (Member member : members.values()) {
            if (own(member)) {
                // A backup beside a target stays also where the set was put back; it is what the target was.
                String backup = member.path + ".backup";
                Snapshot.Fact copy = found.remove(backup);
                Snapshot.Fact earlier = expected.remove(backup);
                Snapshot.Fact target = before.facts().get(member.path);
                boolean fits = copy == null
                        ? earlier == null
                        : copy.equals(earlier) || target != null && copy.sameButInode(target);
                expect(fits, quoted(backup) + " is no backup: " + copy);
            }
            if (applied && own(member)) {
                Snapshot.Fact old = expected.remove(member.path);
                Snapshot.Fact now = found.remove(member.path);
                boolean deleted = member.form == Change.Form.DELETE;
                expect(deleted == (now == null), quoted(member.path) + " is not what was approved");
                if (now != null) {
                    int mode = old == null ? 0100644 : old.mode();
                    expect(
                            now.sameButInode(new Snapshot.Fact("file", null, mode, member.code)),
                            quoted(member.path) + " is not as approved: " + now);
                }
                newFolders(member.path, expected, found);
            }
        }
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            Snapshot.Fact old = expected.get(name);
            Snapshot.Fact now = found.get(name);
            Member member = members.get(name);
            // What was written and put back again has its bytes and mode, in another inode.
            boolean same = own(member) && old != null && now != null ? old.sameButInode(now) : Objects.equals(old, now);
            expect(same, quoted(name) + " was " + old + " and is " + now);
        }
    }

    /** Of a kind that may be written. */
    private static boolean own(Member member) {
        return member != null && (member.kind == Kind.LEGITIMATE || member.kind == Kind.LITERAL);
    }

    private static void newFolders(String path, Map<String, Snapshot.Fact> expected, Map<String, Snapshot.Fact> found) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            String folder = path.substring(0, end);
            if (!expected.containsKey(folder)
                    && found.get(folder) != null
                    && found.get(folder).kind().equals("folder")) {
                found.remove(folder);
            }
        }
    }

    private void remember(boolean applied) {
        for (Member member : members.values()) {
            if (applied && member.kind == Kind.LEGITIMATE) {
                world.ordinary.remove(member.path);
                if (member.form != Change.Form.DELETE) {
                    world.ordinary.add(member.path);
                }
            }
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Now and then a target of a legitimate set becomes a way to a kernel file between two checks. */
    private final class Between implements WholePath.Between {
        private final int when = random.nextInt(8);
        private final int what = random.nextInt(3);
        private Path moved;
        private Path aside;

        @Override
        public void admitted() throws IOException {
            if (when == 0) {
                replace("after admission");
            }
        }

        @Override
        public void decided() throws IOException {
            if (when == 1) {
                replace("after the decision");
            }
        }

        private void replace(String moment) throws IOException {
            Path kernel = world.workspace.resolve(anyKernel().path());
            for (Member member : members.values()) {
                Path target = world.workspace.resolve(member.path);
                boolean folder = what == 2 && member.path.contains("/");
                Path replaced = folder ? target.getParent() : target;
                boolean kernels = world.kernels.stream()
                        .anyMatch(other -> world.workspace.resolve(other.path()).startsWith(replaced));
                if (member.kind == Kind.LEGITIMATE && Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !kernels) {
                    aside = world.root.resolve("aside");
                    Files.move(replaced, aside, StandardCopyOption.ATOMIC_MOVE);
                    if (what == 1 && Files.isRegularFile(kernel, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createLink(replaced, kernel);
                    } else {
                        Files.createSymbolicLink(replaced, folder ? kernel.getParent() : kernel);
                    }
                    moved = replaced;
                    trickBetween = moment + " " + world.workspace.relativize(replaced) + " becomes "
                            + (what == 1 ? "another name of " : "a link to ") + kernel;
                    return;
                }
            }
        }

        void undo() throws IOException {
            if (moved != null) {
                Files.delete(moved);
                Files.move(aside, moved, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
