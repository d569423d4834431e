package benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The windows of all components over a million events, asked for again and again as the loop's page does, against one
 * plain statement that counts the same events on the same server.
 */
final class Windows implements Measurement {
    private static final int EVENTS = 1_000_000;
    private static final String PLAIN = "select component, count(*), count(reason) from feedback_events"
            + " where at > now() - interval '60 days' group by component";

    @Override
    public String name() {
        return "windows";
    }

    @Override
    public String title() {
        return "windows over 1,000,000 events";
    }

    /** The design asks for less than a second, not for a ratio. */
    @Override
    public double wanted() {
        return Double.NaN;
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        Feedback.fill(stage, EVENTS);
        product(stage);
        reference(stage);
    }

    @Override
    public Figure product(Stage stage) throws Exception {
        return Load.run(1, Duration.ofSeconds(stage.options.seconds), () -> new Load.Loop() {
            private final Wire wire = new Wire(stage.port);

            @Override
            public boolean once() throws IOException {
                int status = wire.exchange(Wire.request("GET", "/api/improvements", stage.reviewer, null));
                if (status != 200 || !wire.text().contains("\"component_49\"")) {
                    throw new IllegalStateException("the loop was answered with " + status);
                }
                return true;
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        });
    }

    @Override
    public Figure reference(Stage stage) throws Exception {
        return Load.run(1, Duration.ofSeconds(stage.options.seconds), () -> new Load.Loop() {
            private final Connection connection = stage.postgres().connect();
            private final PreparedStatement plain = connection.prepareStatement(PLAIN);

            @Override
            public boolean once() throws SQLException {
                return plain.executeQuery().next();
            }

            @Override
            public void close() throws IOException {
                try {
                    connection.close();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }
        });
    }
}
