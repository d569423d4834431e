package benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How long, how often, what and where. */
final class Options {
    int seconds = 5;
    int rounds = 3;
    List<Measurement> chosen;
    Path dir = Path.of(System.getProperty("java.io.tmpdir"));

    static String usage(List<Measurement> all) {
        return """
                usage: ops/bench [option...]

                Starts Patchgate on its own with a fresh data folder and measures it beside its references.

                  --seconds S   how long one side of one round is loaded, 1 to 60 (default 5)
                  --rounds R    1 to 20 (default 3)
                  --only NAME   one of %s; may be repeated
                  --dir DIR     where the data is written and deleted again (default: the temporary folder); use a
                                folder of a real disk, and have some 3 GB free

                The reference of the submissions is pgbench; without it they are measured alone.
                """.formatted(names(all));
    }

    /** Null when help is asked for. */
    static Options parse(String[] arguments, List<Measurement> all) {
        Options options = new Options();
        options.chosen = new java.util.ArrayList<>();
        ArrayDeque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
        while (!rest.isEmpty()) {
            String name = rest.poll();
            switch (name) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--seconds" -> options.seconds = number(name, rest.poll(), 60);
                case "--rounds" -> options.rounds = number(name, rest.poll(), 20);
                case "--only" -> options.chosen.addAll(named(rest.poll(), all));
                case "--dir" -> options.dir = folder(rest.poll());
                default -> throw new IllegalArgumentException("unknown option " + name + "; --help lists the options");
            }
        }
        if (options.chosen.isEmpty()) {
            options.chosen.addAll(all);
        }
        return options;
    }

    private static int number(String name, String text, int most) {
        int number = text != null && text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(name + " must be a number from 1 to " + most);
        }
        return number;
    }

    private static List<Measurement> named(String name, List<Measurement> all) {
        List<Measurement> found =
                all.stream().filter(each -> each.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("--only must be one of " + names(all));
        }
        return found;
    }

    private static String names(List<Measurement> all) {
        return all.stream().map(Measurement::name).distinct().collect(Collectors.joining(", "));
    }

    private static Path folder(String name) {
        if (name == null || !Files.isDirectory(Path.of(name))) {
            throw new IllegalArgumentException("--dir must be a folder that exists");
        }
        return Path.of(name).toAbsolutePath();
    }
}
