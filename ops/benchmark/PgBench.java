package benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own load generator, which commits one insert of the same bytes a transaction on the same server: the
 * columns of {@code submissions}, its primary key, but neither its other indexes nor its triggers, nor any of the
 * counting that the product does in the same transaction.
 */
final class PgBench {
    private static final int SCRIPTS = 32;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial");

    private final Path program = Arrays.stream(
                    System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "pgbench"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    boolean installed() {
        return program != null;
    }

    void prepare(Stage stage) throws Exception {
        if (!installed()) {
            System.out.println("  pgbench is not installed: measured without its reference (package postgresql-contrib"
                    + " or postgresql)");
            return;
        }
        stage.postgres()
                .execute(
                        "create schema if not exists bench authorization " + Postgres.OWNER,
                        "create table if not exists bench.reference (like public.submissions including defaults,"
                                + " primary key (request_id))",
                        "alter table bench.reference owner to " + Postgres.OWNER);
        for (int i = 0; i < SCRIPTS; i++) {
            Files.writeString(script(stage, i), insert(i));
        }
    }

    private static Path script(Stage stage, int number) {
        return stage.home.resolve("insert" + number + ".sql");
    }

    /** As literals, so that the simple protocol carries what the product's request carries. */
    private static String insert(int number) {
        String target = "src/new/file:bench_serial.py";
        String code = new com.fasterxml.jackson.databind.node.TextNode(Sources.changed(number, number)).toString();
        String changes = "[{\"target_file\":\"" + target + "\",\"new_code\":" + code + "}]";
        return "\\set bench_serial random(1, 1000000000)\n"
                + "insert into bench.reference (request_id, created_at, submitted_by, owner, workspace, target_file,"
                + " component, improvement_type, confidence, reasoning, feedback_ids, metrics, changes, status)"
                + " values (gen_random_uuid(), now(), 'bench-agent', 'bench-admin', 'default', " + quoted(target)
                + ", 'bench', 'CODE_PATCH', 0.5, 'Measured by ops/bench.', '[]', '{}', " + quoted(changes)
                + ", 'PENDING_APPROVAL');\n";
    }

    Figure run(Stage stage, int connections, int seconds) throws IOException, InterruptedException {
        Path output = stage.home.resolve("pgbench.log");
        int threads = Math.min(connections, Runtime.getRuntime().availableProcessors());
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "-n", "-M", "simple", "-T", "" + seconds, "-c", "" + connections, "-j", "" + threads));
        command.addAll(List.of("-h", "127.0.0.1", "-p", "" + stage.postgres().port(), "-U", Postgres.OWNER));
        for (int i = 0; i < SCRIPTS; i++) {
            command.addAll(List.of("-f", script(stage, i).toString()));
        }
        command.add(Postgres.DATABASE);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PGPASSWORD", stage.postgres().ownerPassword());
        Process process = builder.start();
        boolean ended = false;
        try {
            ended = process.waitFor(seconds + 60L, TimeUnit.SECONDS);
        } finally {
            process.destroy();
        }
        if (!ended) {
            throw new IllegalStateException("pgbench did not end");
        }
        String said = Files.readString(output);
        Matcher rate = RATE.matcher(said);
        if (process.exitValue() != 0 || !rate.find()) {
            throw new IllegalStateException("pgbench failed: " + said.lines().limit(5).toList());
        }
        return Figure.rate(Double.parseDouble(rate.group(1)));
    }
}
