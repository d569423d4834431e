package benchmark;

import java.nio.file.Files;

/** What the figures depend on. */
final class Facts {
    private Facts() {}

    static void print(Stage stage) throws Exception {
        Postgres postgres = stage.postgres();
        System.out.printf(
                "%s %s, %d cores, %,d MiB of memory%n",
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                memory() >> 20);
        System.out.printf("Java %s (%s)%n", System.getProperty("java.runtime.version"), System.getProperty("java.vm.name"));
        System.out.printf(
                "PostgreSQL %s, fsync %s, synchronous_commit %s, full_page_writes %s, max_connections %s%n",
                postgres.value("show server_version"),
                postgres.value("show fsync"),
                postgres.value("show synchronous_commit"),
                postgres.value("show full_page_writes"),
                postgres.value("show max_connections"));
        System.out.printf(
                "data on %s; %d rounds of %d s a side; load generator, server and database share the machine%n",
                Files.getFileStore(stage.home).type(), stage.options.rounds, stage.options.seconds);
    }

    private static long memory() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }
}
