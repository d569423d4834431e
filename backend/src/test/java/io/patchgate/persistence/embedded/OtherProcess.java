package io.patchgate.persistence.embedded;

import java.nio.file.Path;

/** A Patchgate process beside the test's: starts the database and stays, or asks for the one that runs. */
final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[1]);
        switch (args[0]) {
            case "start" -> start(data);
            case "running" ->
                System.out.println(
                        EmbeddedPostgres.running(data).map(DatabaseUrls::owner).orElse("none"));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void start(Path data) throws InterruptedException {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start(data);
            System.out.println(server.urls().owner());
            Thread.sleep(120_000);
            server.close();
        } catch (EmbeddedPostgresException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
