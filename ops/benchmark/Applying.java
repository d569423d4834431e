package benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From a reviewer's approval to {@code APPLIED}, against what no application can do without: writing, syncing and
 * renaming one file of the same size. The product also rechecks, keeps the pre-image and the backup, syncs the folder
 * and commits twice.
 */
final class Applying implements Measurement {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 2_000;
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final int concurrency;
    private double fastest = 60;

    Applying(int concurrency) {
        this.concurrency = concurrency;
    }

    @Override
    public String name() {
        return "apply";
    }

    @Override
    public String title() {
        return "approve and apply, " + concurrency + " at once";
    }

    @Override
    public double wanted() {
        return Double.NaN;
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        approve(stage, 200);
        reference(stage);
    }

    @Override
    public Figure product(Stage stage) throws Exception {
        return approve(stage, (int) Math.min(MOST, 1.2 * fastest * stage.options.seconds));
    }

    @Override
    public Figure reference(Stage stage) throws Exception {
        Path folder = Files.createDirectories(stage.home.resolve("writes"));
        byte[] bytes = Sources.text(0).getBytes(StandardCharsets.UTF_8);
        return Load.run(concurrency, Duration.ofSeconds(stage.options.seconds), () -> () -> {
            int n = SERIAL.incrementAndGet();
            Path part = folder.resolve("part" + n);
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes));
                channel.force(true);
            }
            Files.move(part, folder.resolve("file" + n % 1_000), StandardCopyOption.ATOMIC_MOVE);
            return true;
        });
    }

    private Figure approve(Stage stage, int count) throws Exception {
        Queue<String> ids = new ConcurrentLinkedQueue<>(Submissions.pending(stage, count));
        stage.postgres().checkpoint();
        Figure figure = Load.run(concurrency, Duration.ofSeconds(stage.options.seconds), () -> loop(stage, ids));
        fastest = Math.max(fastest, figure.perSecond());
        return figure;
    }

    private static Load.Loop loop(Stage stage, Queue<String> ids) throws IOException {
        return new Load.Loop() {
            private final Wire wire = new Wire(stage.port);

            @Override
            public boolean once() throws IOException {
                String id = ids.poll();
                if (id == null) {
                    return false;
                }
                JsonNode outcome = ask(Wire.request(
                        "POST", "/api/patch-requests/" + id + "/approve", stage.reviewer, "{\"approved\":true}"));
                String status = outcome.path("action").asText();
                while (status.equals("APPROVED")) {
                    status = ask(Wire.request("GET", "/api/patch-requests/" + id + "?wait=5", stage.reviewer, null))
                            .path("status")
                            .asText();
                }
                if (!status.equals("APPLIED")) {
                    throw new IllegalStateException("an approval ended as " + status + ": " + outcome);
                }
                return true;
            }

            private JsonNode ask(byte[] request) throws IOException {
                int status = wire.exchange(request);
                if (status != 200) {
                    throw new IllegalStateException("an approval was answered with " + status + ": " + wire.text());
                }
                return JSON.readTree(wire.text());
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }
}
