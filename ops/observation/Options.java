package observation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;

/** How many, how strictly, where. */
final class Options {
    static final String USAGE = """
            usage: ops/silence [option...]

            Starts Patchgate on its own and tries to tell an agent's denied submissions from its allowed ones by all that
            the agent is answered.

              --submissions N   1,000 to 1,000,000 (default 40,000: about a quarter of an hour)
              --bound B         largest area under the curve, at the upper end of its 95 % interval (default 0.52)
              --seed S          of the order in which things are sent (default: another each time)
              --table FILE      writes every observation to FILE, as comma-separated values for other tools
              --dir DIR         where the data is written and deleted again (default: the temporary folder)
            """;

    int submissions = 40_000;
    double bound = 0.52;
    long seed = System.nanoTime() % 1_000_000;
    Path table;
    Path dir = Path.of(System.getProperty("java.io.tmpdir"));
    final String jar = System.getProperty("silence.jar");

    /** Null when help is asked for. */
    static Options parse(String[] arguments) {
        Options options = new Options();
        ArrayDeque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String name = rest.poll();
            switch (name) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--submissions" -> options.submissions = (int) number(name, rest.poll(), 1_000, 1_000_000);
                case "--bound" -> options.bound = number(name, rest.poll(), 0.5, 1);
                case "--seed" -> options.seed = (long) number(name, rest.poll(), 0, 1e15);
                case "--table" -> options.table = file(rest.poll());
                case "--dir" -> options.dir = folder(rest.poll());
                default -> throw new IllegalArgumentException("unknown option " + name + "; --help lists the options");
            }
        }
        return options;
    }

    private static double number(String name, String text, double least, double most) {
        try {
            double number = Double.parseDouble(String.valueOf(text));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number", e);
        }
        throw new IllegalArgumentException(String.format("%s must be a number from %s to %s", name, least, most));
    }

    private static Path file(String name) {
        if (name == null || Files.isDirectory(Path.of(name))) {
            throw new IllegalArgumentException("--table must be a file");
        }
        return Path.of(name).toAbsolutePath();
    }

    private static Path folder(String name) {
        if (name == null || !Files.isDirectory(Path.of(name))) {
            throw new IllegalArgumentException("--dir must be a folder that exists");
        }
        return Path.of(name).toAbsolutePath();
    }
}
