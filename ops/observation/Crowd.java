package observation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Load beside the observed agent: other agents that submit and take back, and a reviewer who looks at what waits. */
final class Crowd {
    private static final int AGENTS = 3;
    private static final long PAUSE_MILLIS = 4;

    private final Product product;
    private final List<String> agents = new ArrayList<>();
    private final String reviewer;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger serial = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean working;

    Crowd(Product product) throws IOException {
        this.product = product;
        for (int i = 0; i < AGENTS; i++) {
            agents.add(product.token("agent", "crowd-" + i));
        }
        reviewer = product.token("reviewer", "crowd-reviewer");
    }

    void start() {
        working = true;
        agents.forEach(token -> begin(token, this::submitAndWithdraw));
        begin(reviewer, connection -> connection.get("/api/patch-requests/pending?limit=20&include=diff"));
    }

    /** @throws IllegalStateException when one of them was refused: what was measured was not what was meant */
    void stop() throws InterruptedException {
        working = false;
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        threads.clear();
        if (failure.get() != null) {
            throw new IllegalStateException("the load failed", failure.get());
        }
    }

    private interface Work {
        void once(Connection connection) throws IOException;
    }

    private void begin(String token, Work work) {
        Thread thread = new Thread(() -> {
            try (Connection connection = product.connect(token)) {
                while (working) {
                    work.once(connection);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (IOException | UncheckedIOException | IllegalStateException | InterruptedException e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void submitAndWithdraw(Connection connection) throws IOException {
        int n = serial.incrementAndGet();
        String id = connection
                .post("/api/patch-requests", Submission.body(Targets.MODIFY.paths(false, n), n, n))
                .requestId();
        connection.post("/api/patch-requests/" + id + "/withdraw", null);
    }
}
