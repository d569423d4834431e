package crashing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A campaign of kills (SIGKILL) at random instants. Counted are kills, and apart from them what was finished by a
 * later start because a kill had caught it half made. Three campaigns:
 *
 * <ul>
 *   <li>{@code --kills N}: the writing half of the product alone, the same classes that the server runs, on a real
 *       folder and git repository, with a file in place of the database; quick to start, so that hundreds of kills an
 *       hour are possible even on a busy machine.
 *   <li>{@code --product N}: the whole server with its database, loaded through the public API.
 *   <li>{@code --canary N}: the same, where what is approved goes to a canary folder and is promoted or withdrawn; the
 *       canary folder must be as the workspace but for what is in the canary.
 * </ul>
 *
 * After every restart every change set must be wholly old or wholly new and its status must say which, with exactly one
 * commit for what was applied and one more for what was rolled back, and no temporary name or lock may be left. The
 * first start that finds anything else ends the campaign with 1 and keeps the folder.
 */
public final class Crash {
    private Crash() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        if (options == null) {
            System.out.print(Options.USAGE);
            return;
        }
        Path folder = Files.createTempDirectory("patchgate-crash-");
        System.out.println("seed " + options.seed() + ", in " + folder);
        long began = System.nanoTime();
        boolean right = true;
        if (options.kills() > 0) {
            right = new Crash().applications(folder.resolve("application"), options);
        }
        if (right && options.product() > 0) {
            right = new Product(folder.resolve("product"), options.product(), options.seed(), false).run();
        }
        if (right && options.canary() > 0) {
            right = new Product(folder.resolve("with-canary"), options.canary(), options.seed(), true).run();
        }
        System.out.printf("%s after %d s%n", right ? "all right" : "WRONG", (System.nanoTime() - began) / 1_000_000_000);
        if (right) {
            delete(folder);
        } else {
            System.exit(1);
        }
    }

    private boolean applications(Path folder, Options options) throws Exception {
        Load.prepare(folder);
        Random random = new Random(options.seed());
        Path archive = archive(folder);
        int resumed = 0;
        int early = 0;
        for (int kill = 1; kill <= options.kills() + 1; kill++) {
            boolean last = kill > options.kills();
            Process child = java(List.of("-XX:SharedArchiveFile=" + archive), folder.toString(), Long.toString(random.nextLong()), Boolean.toString(last))
                    .start();
            // Some are killed while they put right what the kill before has left.
            boolean duringStart = !last && random.nextInt(4) == 0;
            int delay = random.nextInt(duringStart ? 60 : 250);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(child.getInputStream()))) {
                String line = lines.readLine();
                while (line != null && !line.equals(duringStart ? "up" : "checked") && !line.startsWith("WRONG")) {
                    resumed += line.startsWith("resumed") ? 1 : 0;
                    line = lines.readLine();
                }
                if (line == null || line.startsWith("WRONG")) {
                    System.out.println("after kill " + (kill - 1) + ": " + line);
                    return false;
                }
                early += duringStart ? 1 : 0;
                if (last) {
                    child.waitFor();
                } else {
                    Thread.sleep(delay);
                    child.destroyForcibly().waitFor();
                }
            }
            if (kill % 50 == 0) {
                System.out.println(kill + " kills, " + resumed + " change sets finished or undone by a restart");
            }
        }
        System.out.printf(
                "application: %d kills (%d of them while starting), %d change sets caught on the way; %s%n",
                options.kills(), early, resumed, Load.summary(folder));
        return Load.sound(folder);
    }

    /** The classes as the virtual machine keeps them, so that each of many starts takes less. */
    private static Path archive(Path folder) throws Exception {
        Path archive = folder.resolve("classes.jsa");
        java(List.of("-XX:ArchiveClassesAtExit=" + archive), folder.toString(), "0", "true")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return archive;
    }

    private static ProcessBuilder java(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("crash.jar") + ":" + System.getProperty("crash.classes"), "crashing.Load"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** @param kills of the application alone; {@code product}: of the whole server; {@code canary}: so too, with one */
    record Options(int kills, int product, int canary, long seed) {
        static final String USAGE = """
                ops/crash apply [--kills N] [--product N] [--canary N] [--seed N]

                --kills N    kills of the writing half alone (1000)
                --product N  kills of the whole server (0)
                --canary N   kills of the whole server with a canary folder (0)
                --seed N     of the random instants and change sets; printed in any case
                """;

        static Options parse(List<String> arguments) {
            if (arguments.isEmpty() || !arguments.get(0).equals("apply") || arguments.size() % 2 == 0) {
                return null;
            }
            int kills = 1000;
            int product = 0;
            int canary = 0;
            long seed = System.nanoTime();
            for (int i = 1; i < arguments.size(); i += 2) {
                long value = Long.parseLong(arguments.get(i + 1));
                switch (arguments.get(i)) {
                    case "--kills" -> kills = (int) value;
                    case "--product" -> product = (int) value;
                    case "--canary" -> canary = (int) value;
                    case "--seed" -> seed = value;
                    default -> {
                        return null;
                    }
                }
            }
            return new Options(kills, product, canary, seed);
        }
    }
}
