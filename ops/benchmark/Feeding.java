package benchmark;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Events of feedback a second, a thousand in a call, against PostgreSQL's COPY of as many rows a commit into a table
 * with the same columns and indexes on the same server.
 */
final class Feeding implements Measurement {
    private final int connections;
    private String token;

    Feeding(int connections) {
        this.connections = connections;
    }

    @Override
    public String name() {
        return "feedback";
    }

    @Override
    public String title() {
        return "feedback at " + connections + " connections";
    }

    /** The design asks for 10,000 events a second, not for a ratio. */
    @Override
    public double wanted() {
        return Double.NaN;
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        stage.postgres()
                .execute(
                        "create schema if not exists bench",
                        "create table if not exists bench.feedback (like public.feedback_events including all)");
        token = Feedback.token(stage);
        feed(stage, Duration.ofSeconds(Math.max(8, stage.options.seconds)));
    }

    @Override
    public Figure product(Stage stage) throws Exception {
        stage.postgres().checkpoint();
        return feed(stage, Duration.ofSeconds(stage.options.seconds));
    }

    @Override
    public Figure reference(Stage stage) throws Exception {
        stage.postgres().checkpoint();
        return events(Load.run(connections, Duration.ofSeconds(stage.options.seconds), () -> copy(stage)));
    }

    private static Load.Loop copy(Stage stage) throws Exception {
        Connection connection = stage.postgres().connect();
        return new Load.Loop() {
            @Override
            public boolean once() throws Exception {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy bench.feedback " + Feedback.COLUMNS + " from stdin",
                                new StringReader(Feedback.rows()));
                return true;
            }

            @Override
            public void close() throws IOException {
                try {
                    connection.close();
                } catch (java.sql.SQLException e) {
                    throw new IOException(e);
                }
            }
        };
    }

    private Figure feed(Stage stage, Duration time) throws Exception {
        return events(Load.run(connections, time, () -> new Load.Loop() {
            private final Wire wire = new Wire(stage.port);

            /** What a machine that does other things too did not answer in time is sent again, as monitors do. */
            @Override
            public boolean once() throws IOException {
                byte[] call = Wire.request("POST", "/api/feedback", token, Feedback.json());
                int status = wire.exchange(call);
                for (int again = 0; status == 503 && again < 20; again++) {
                    status = wire.exchange(call);
                }
                if (status != 202) {
                    throw new IllegalStateException("feedback was answered with " + status + ": " + wire.text());
                }
                return true;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        }));
    }

    /** Calls make the load, events the figure; the times stay those of a call. */
    private static Figure events(Figure calls) {
        return new Figure(calls.count() * Feedback.BATCH, calls.seconds(), calls.nanos());
    }
}
