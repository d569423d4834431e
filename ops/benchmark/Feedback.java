package benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Feedback as monitors send it, of fifty components, a third of it negative; and the same events as rows. */
final class Feedback {
    static final int BATCH = 1_000;
    static final int COMPONENTS = 50;
    private static final AtomicLong SERIAL = new AtomicLong();

    private Feedback() {}

    static String token(Stage stage) throws IOException {
        try (Wire wire = new Wire(stage.port)) {
            String body = "{\"role\":\"monitor\",\"subject\":\"bench-monitor\",\"ttl_seconds\":86400}";
            int status = wire.exchange(Wire.request("POST", "/api/tokens", stage.admin, body));
            if (status != 201) {
                throw new IllegalStateException("minting a token was answered with " + status + ": " + wire.text());
            }
            return new ObjectMapper().readTree(wire.text()).path("token").asText();
        }
    }

    /** A call's body. */
    static String json() {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < BATCH; i++) {
            long n = SERIAL.incrementAndGet();
            json.append(i == 0 ? "" : ",")
                    .append("{\"feedback_id\":\"b")
                    .append(n)
                    .append("\",\"type\":\"")
                    .append(type(n))
                    .append("\",\"component\":\"component_")
                    .append(n % COMPONENTS)
                    .append("\",\"source\":\"bench\",\"rating\":0.4,\"comment\":\"Measured by ops/bench, event ")
                    .append(n)
                    .append(".\"}");
        }
        return json.append(']').toString();
    }

    /** As many events for COPY into the columns that {@link #COLUMNS} names. */
    static String rows() {
        StringBuilder rows = new StringBuilder();
        String now = Instant.now().toString();
        for (int i = 0; i < BATCH; i++) {
            long n = SERIAL.incrementAndGet();
            boolean negative = n % 3 == 0;
            rows.append("bench-reference\tb").append(n).append('\t').append(now).append("\tt\t");
            rows.append(type(n)).append('\t').append(now).append("\tbench\tdefault\tcomponent_").append(n % COMPONENTS);
            rows.append("\t0.4\tMeasured by ops/bench, event ").append(n).append(".\t{}\t{}\t");
            rows.append(negative ? "said\tt\n" : "\\N\tf\n");
        }
        return rows.toString();
    }

    static final String COLUMNS = "(sent_by, feedback_id, received_at, trusted, type, at, source, workspace, component,"
            + " rating, comment, context, metrics, reason, negative)";

    private static String type(long n) {
        return n % 3 == 0 ? "explicit_negative" : "explicit_positive";
    }

    /** Writes so many events of the last sixty days as they would have been written, in a tenth of the time. */
    static void fill(Stage stage, int events) throws Exception {
        stage.postgres()
                .execute(
                        "insert into feedback_events " + COLUMNS
                                + " select 'bench-filler', 'f' || n, now(), true,"
                                + " case when n % 3 = 0 then 'explicit_negative' else 'explicit_positive' end,"
                                + " now() - random() * interval '60 days', 'bench', 'default',"
                                + " 'component_' || n % " + COMPONENTS + ", 0.4,"
                                + " 'Measured by ops/bench, event ' || n || '.', '{}', '{}',"
                                + " case when n % 3 = 0 then 'said' end, n % 3 = 0"
                                + " from generate_series(1, " + events + ") n on conflict do nothing",
                        "insert into feedback_components select 'default', 'component_' || n from generate_series(0, "
                                + (COMPONENTS - 1) + ") n on conflict do nothing",
                        "vacuum analyze feedback_events");
    }
}
