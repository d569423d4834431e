package io.patchgate.adversary;

import ch.qos.logback.classic.Level;
import io.patchgate.gate.WholePath;
import io.patchgate.patch.Change;
import io.patchgate.patch.WorkspacePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Sends random change sets, made of tricks and of legitimate changes, through the product's own parts with
 * everything approved, on random trees, while another process swaps links and files in a folder of each.
 * Afterwards every inode is compared: only what a legitimate set says may have changed.
 *
 * <p>A world is one tree with {@value #CASES_PER_WORLD} sets in a row and follows from its seed alone, so
 * that a failure can be repeated; what the other process does cannot, and is said to have run or not.
 */
public final class Adversary {
    static final int CASES_PER_WORLD = 25;
    private static final int PROGRESS = 5_000;

    private final Path folder;
    private final Map<WholePath.End, Integer> ends = new EnumMap<>(WholePath.End.class);
    private final Map<Case.Kind, Integer> kinds = new EnumMap<>(Case.Kind.class);
    private int cases;

    Adversary(Path folder) {
        this.folder = folder;
    }

    /** {@code [--cases N] [--seed S] [--world W] [--folder F] [--alone]}. */
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments);
        int cases = (int) number(options, "--cases", 100_000);
        long seed = number(options, "--seed", System.nanoTime());
        boolean swapping = !options.contains("--alone");
        int named = options.indexOf("--folder");
        Path base = named >= 0 ? Path.of(options.get(named + 1)) : Path.of(System.getProperty("java.io.tmpdir"));
        // What the product would tell its operator is not what is looked at here.
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.patchgate")).setLevel(Level.OFF);
        Adversary adversary = new Adversary(Files.createTempDirectory(base, "patchgate-adversary"));
        long start = System.nanoTime();
        boolean one = options.contains("--world");
        try {
            if (one) {
                adversary.world(number(options, "--world", 0), CASES_PER_WORLD, null);
            } else {
                System.out.println("seed " + seed);
                adversary.run(seed, cases, swapping);
            }
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            System.out.println("Until then: " + adversary);
            System.exit(1);
        } finally {
            Snapshot.delete(adversary.folder);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s in %.0f s, %.0f cases/s%n", adversary, seconds, adversary.cases / seconds);
    }

    private static long number(List<String> options, String name, long otherwise) {
        int at = options.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(options.get(at + 1));
    }

    /** @throws AssertionError with the seed of the world and the set that did what it must not */
    void run(long seed, int count, boolean swapping) throws Exception {
        Random worlds = new Random(seed);
        try (Swapper.Handle swapper = swapping ? new Swapper.Handle(seed) : null) {
            for (int told = PROGRESS; cases < count; ) {
                if (cases >= told) {
                    System.out.println(this);
                    told += PROGRESS;
                }
                world(worlds.nextLong(), Math.min(CASES_PER_WORLD, count - cases), swapper);
            }
        }
    }

    void world(long seed, int count, Swapper.Handle swapper) throws Exception {
        Path root = folder.resolve(Long.toHexString(seed));
        World world = new World(root, seed);
        if (swapper != null) {
            swapper.go(
                    world.swapped,
                    world.kernels.stream()
                            .map(kernel -> world.workspace.resolve(kernel.path()))
                            .toList());
        }
        try {
            WholePath path = new WholePath(world.gate(), root.resolve("data"));
            Way way = (changes, between) -> inProcess(path, changes, between);
            Random seeds = new Random(seed);
            for (int i = 0; i < count; i++) {
                run(way, new Case(world, seeds.nextLong()), seed, i, swapper != null);
            }
        } finally {
            if (swapper != null) {
                swapper.stop();
            }
        }
        Snapshot.delete(root);
    }

    private void run(Way way, Case attempt, long seed, int index, boolean swapping) throws Exception {
        Set<Case.Kind> seen = EnumSet.noneOf(Case.Kind.class);
        try {
            ends.merge(attempt.run(way, seen), 1, Integer::sum);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "world " + seed + ", set " + index + (swapping ? ", while another process swapped" : "") + ": "
                            + e.getMessage() + attempt + "\nAgain: ops/adversary --world " + seed,
                    e);
        }
        seen.forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        cases++;
    }

    private static WholePath.End inProcess(WholePath path, List<Way.Proposed> proposed, WholePath.Between between)
            throws Exception {
        List<Change> changes = new ArrayList<>();
        for (Way.Proposed change : proposed) {
            Change.Form form = change.code() == null ? Change.Form.DELETE : Change.Form.NEW_CODE;
            try {
                changes.add(new Change(new WorkspacePath(change.path()), form, change.code(), null, null));
            } catch (WorkspacePath.InvalidPath e) {
                return WholePath.End.UNFIT;
            }
        }
        return path.run(changes, between);
    }

    int ended(WholePath.End end) {
        return ends.getOrDefault(end, 0);
    }

    @Override
    public String toString() {
        return cases + " change sets, members " + kinds + ", ends " + ends;
    }
}
