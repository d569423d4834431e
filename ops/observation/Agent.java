package observation;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The one agent: submits at random what is allowed and what is denied, and writes down all that it is answered. */
final class Agent implements Closeable {
    private final Connection connection;
    private final Random random;
    private final Differences differences = new Differences();
    private final List<Observation> observations = new ArrayList<>();
    private int serial;

    Agent(Connection connection, long seed) {
        this.connection = connection;
        random = new Random(seed);
    }

    /** @param loaded whether others work meanwhile */
    void observe(boolean loaded, boolean keep) throws IOException {
        boolean denied = random.nextBoolean();
        Plan plan = Plan.values()[random.nextInt(Plan.values().length)];
        Targets kind = Targets.values()[random.nextInt(Targets.values().length)];
        int number = random.nextInt(Targets.FILES);
        serial++;
        String body = Submission.body(kind.paths(denied, number), number, 7);
        String other = Submission.body(Targets.CREATE.paths(false, number), number, 7);
        Plan.Walk walk = new Plan.Walk(connection, body, other, "key-" + serial);
        walk.submit();
        plan.follow(walk);
        if (!keep) {
            return;
        }
        double[] features = new double[2 * Plan.CALLS];
        for (int i = 0; i < Plan.CALLS; i++) {
            Answer answer = walk.answers().get(i);
            features[i] = answer.nanos() / 1e3;
            features[Plan.CALLS + i] = answer.comparable().length();
            // The name of the file is part of what the agent reads back of its own submission.
            String call = walk.names().get(i) + " (call " + (i + 1) + " of " + plan + ", " + kind + " " + number + ")";
            differences.compare(call, answer, denied);
        }
        int cell = (plan.ordinal() * Targets.values().length + kind.ordinal()) * 2 + (loaded ? 1 : 0);
        observations.add(new Observation(denied, cell, features));
    }

    List<Observation> observations() {
        return observations;
    }

    Differences differences() {
        return differences;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
