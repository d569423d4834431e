package benchmark;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Submits files of 3.5 KB as agents do, every second one new, every other one a change of an existing file. */
final class Submissions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger SERIAL = new AtomicInteger();

    /** Escaped once: the load generator's own work must not be what is measured. */
    private static final List<String> CONTENTS = java.util.stream.IntStream.range(0, 64)
            .mapToObj(i -> new String(JsonStringEncoder.getInstance().quoteAsString(Sources.changed(i, i))))
            .toList();

    private Submissions() {}

    /** One connection that submits until the agents' quota is used up; every answer must be 202. */
    static Load.Loop loop(Stage stage, Agents agents, Queue<String> ids) throws IOException {
        return new Load.Loop() {
            private final Wire wire = new Wire(stage.port);

            @Override
            public boolean once() throws IOException {
                String token = agents.next();
                if (token == null) {
                    return false;
                }
                int status = wire.exchange(Wire.request("POST", "/api/patch-requests", token, body()));
                if (status != 202) {
                    throw new IllegalStateException("a submission was answered with " + status + ": " + wire.text());
                }
                if (ids != null) {
                    ids.add(JSON.readTree(wire.text()).path("request_id").asText());
                }
                return true;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }

    private static String body() {
        int n = SERIAL.incrementAndGet();
        String target = n % 2 == 0 ? Stage.existing(n / 2) : "src/new" + n / 1000 + "/file" + n + ".py";
        return "{\"target_file\":\"" + target + "\",\"new_code\":\"" + CONTENTS.get(n % CONTENTS.size())
                + "\",\"component\":\"bench\",\"confidence\":0.5,\"reasoning\":\"Measured by ops/bench.\"}";
    }

    /** Submits so many, waits until reviewers see them, and returns their ids. */
    static List<String> pending(Stage stage, int count) throws Exception {
        Agents agents = Agents.forSubmissions(stage, count + 8);
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(count);
        Load.run(4, Duration.ofMinutes(2), () -> {
            Load.Loop loop = loop(stage, agents, ids);
            return () -> left.getAndDecrement() > 0 && loop.once();
        });
        settle(stage);
        return List.copyOf(ids);
    }

    /** Waits until every submission has its verdict, so that no round works off what another left; seconds it took. */
    static double settle(Stage stage) throws Exception {
        String unjudged = "select count(*) from submissions s where status = 'PENDING_APPROVAL'"
                + " and not exists (select from patch_requests p where p.request_id = s.request_id)"
                + " and not exists (select from sealed_requests d where d.request_id = s.request_id)";
        long start = System.nanoTime();
        while (!stage.postgres().value(unjudged).equals("0")) {
            if (System.nanoTime() - start > Duration.ofMinutes(10).toNanos()) {
                throw new IllegalStateException("the gate has not judged everything after 10 minutes");
            }
            Thread.sleep(200);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
