package benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.time.Duration;

/**
 * Agent tokens enough that the quota of 200 open requests an agent is never met: each is used so often that it comes
 * near, then put away. Minted through the API before the clock runs.
 */
final class Agents {
    private static final int USES = 190;
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> tokens;
    private final AtomicInteger used = new AtomicInteger();

    private Agents(List<String> tokens) {
        this.tokens = tokens;
    }

    static Agents forSubmissions(Stage stage, int submissions) throws Exception {
        int wanted = submissions / USES + 1;
        ConcurrentLinkedQueue<String> minted = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(wanted);
        Load.run(4, Duration.ofMinutes(2), () -> {
            Wire wire = new Wire(stage.port);
            return () -> left.getAndDecrement() > 0 && minted.add(mint(wire, stage.admin));
        });
        return new Agents(List.copyOf(minted));
    }

    /** In turn, as of many agents that work at once; null when all are near their quota. */
    String next() {
        int n = used.getAndIncrement();
        return n < tokens.size() * USES ? tokens.get(n % tokens.size()) : null;
    }

    private static String mint(Wire wire, String admin) throws IOException {
        String body = "{\"role\":\"agent\",\"subject\":\"bench-agent-" + SERIAL.incrementAndGet()
                + "\",\"ttl_seconds\":86400}";
        int status = wire.exchange(Wire.request("POST", "/api/tokens", admin, body));
        if (status != 201) {
            throw new IllegalStateException("minting a token was answered with " + status + ": " + wire.text());
        }
        return JSON.readTree(wire.text()).path("token").asText();
    }
}
