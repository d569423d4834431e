package benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The first page that a reviewer sees, against a bare Vert.x handler in a process of its own that sends the same bytes. */
final class PendingPage implements Measurement {
    private static final int ROWS = 20;
    private static final String PATH = "/api/patch-requests/pending?limit=" + ROWS + "&include=diff";

    private final int connections;
    private final double wanted;
    private int barePort;
    private String page;

    PendingPage(int connections, double wanted) {
        this.connections = connections;
        this.wanted = wanted;
    }

    @Override
    public String name() {
        return "page";
    }

    @Override
    public String title() {
        return "pending page at " + connections + " connections";
    }

    @Override
    public double wanted() {
        return wanted;
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        Submissions.pending(stage, ROWS);
        page = read(stage);
        int rows = page.split("\"request_id\"", -1).length - 1;
        int diffs = page.split("\"diff\"", -1).length - 1;
        System.out.printf("  %,d bytes, %d rows, %d diffs%n", page.length(), rows, diffs);
        Path body = stage.home.resolve("page.json");
        Files.writeString(body, page);
        Program bare = stage.alongside(
                Program.java("-cp", System.getProperty("java.class.path"), "benchmark.BareHandler", body.toString()),
                "bare");
        barePort = Integer.parseInt(bare.readyLine().replaceAll("\\D", ""));
        Duration warming = Duration.ofSeconds(Math.max(8, stage.options.seconds));
        load(stage.port, request(stage), warming);
        load(barePort, request(stage), warming);
    }

    @Override
    public Figure product(Stage stage) throws Exception {
        return load(stage.port, request(stage), Duration.ofSeconds(stage.options.seconds));
    }

    @Override
    public Figure reference(Stage stage) throws Exception {
        return load(barePort, request(stage), Duration.ofSeconds(stage.options.seconds));
    }

    /** The same bytes to the end, or the two sides did not do the same. */
    @Override
    public void finish(Stage stage) throws IOException {
        stage.endAlongside();
        if (!read(stage).equals(page)) {
            throw new IllegalStateException("the pending page changed while it was measured");
        }
    }

    private Figure load(int port, byte[] request, Duration time) throws Exception {
        int length = page.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return Load.run(connections, time, () -> new Load.Loop() {
            private final Wire wire = new Wire(port);

            @Override
            public boolean once() throws IOException {
                int status = wire.exchange(request);
                if (status != 200 || wire.length() != length) {
                    throw new IllegalStateException("the page was answered with " + status + ", " + wire.length() + " bytes");
                }
                return true;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        });
    }

    private static byte[] request(Stage stage) {
        return Wire.request("GET", PATH, stage.reviewer, null);
    }

    private static String read(Stage stage) throws IOException {
        try (Wire wire = new Wire(stage.port)) {
            int status = wire.exchange(request(stage));
            if (status != 200) {
                throw new IllegalStateException("the page was answered with " + status + ": " + wire.text());
            }
            return wire.text();
        }
    }
}
