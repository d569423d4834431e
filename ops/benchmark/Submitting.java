package benchmark;

import java.time.Duration;

/**
 * Durable submissions a second over HTTP against pgbench committing the same bytes one by one, at the same number of
 * connections. The gate judges meanwhile, at the cost of the submissions; what it has not judged when the time is up
 * is waited for outside of the clock.
 */
final class Submitting implements Measurement {
    private final int connections;
    private final double wanted;
    private final PgBench pgbench = new PgBench();
    private double fastest = 1_000;

    Submitting(int connections, double wanted) {
        this.connections = connections;
        this.wanted = wanted;
    }

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public String title() {
        return "submissions at " + connections + " connections";
    }

    @Override
    public double wanted() {
        return wanted;
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        pgbench.prepare(stage);
        // The just-in-time compilers need some thousand calls before they leave the request path alone.
        submit(stage, Duration.ofSeconds(Math.max(20, stage.options.seconds)));
        if (pgbench.installed()) {
            pgbench.run(stage, connections, 2);
        }
    }

    @Override
    public Figure product(Stage stage) throws Exception {
        stage.postgres().checkpoint();
        return submit(stage, Duration.ofSeconds(stage.options.seconds));
    }

    @Override
    public Figure reference(Stage stage) throws Exception {
        if (!pgbench.installed()) {
            return null;
        }
        stage.postgres().checkpoint();
        return pgbench.run(stage, connections, stage.options.seconds);
    }

    private Figure submit(Stage stage, Duration time) throws Exception {
        int enough = (int) (2 * fastest * time.toSeconds()) + connections;
        Agents agents = Agents.forSubmissions(stage, enough);
        Figure figure = Load.run(connections, time, () -> Submissions.loop(stage, agents, null));
        fastest = Math.max(fastest, figure.perSecond());
        double behind = Submissions.settle(stage);
        System.out.printf("  (the gate was done with %,d submissions %.1f s later)%n", figure.count(), behind);
        return figure;
    }
}
