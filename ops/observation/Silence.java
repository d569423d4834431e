package observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches one agent's submissions, half of them denied, and tries to tell which. Every byte of every answer but the id
 * and the time is compared; a classifier learns the latencies of each half and is tested on the other. Ends with 0 when
 * no byte differs and the area under the classifier's curve stays below the bound at the upper end of its 95 %
 * interval, with 1 when not, with 2 when it could not be measured.
 *
 * <p>Observation ends before a human decides: what is decided can be seen by the agent, as it must. Nor does it say
 * anything about somebody who watches the machine itself.
 */
public final class Silence {
    /** Load and rest take turns, so that neither has the younger database to itself. */
    private static final int TURN = 200;

    private static final int WARM_UP = 400;

    private static volatile Product product;
    private static volatile boolean stopping;
    private static final CountDownLatch ENDED = new CountDownLatch(1);

    private Silence() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(main)));
        int code = 2;
        try {
            Options options = Options.parse(arguments);
            if (options == null) {
                System.out.print(Options.USAGE);
                code = 0;
            } else {
                code = run(options) ? 0 : 1;
            }
        } catch (Exception e) {
            if (!stopping) {
                System.err.println("silence: " + e + (e.getCause() == null ? "" : ", by " + e.getCause()));
            }
        }
        ENDED.countDown();
        System.exit(code);
    }

    private static boolean run(Options options) throws Exception {
        product = new Product(Files.createTempDirectory(options.dir, "patchgate-silence-"), options.jar);
        product.start();
        System.out.printf("%,d submissions from one agent, seed %d%n", options.submissions, options.seed);
        Crowd crowd = new Crowd(product);
        try (Watcher watcher = new Watcher(product);
                Agent agent = new Agent(product.connect(product.token("agent", "observed")), options.seed)) {
            for (int i = 0; i < WARM_UP; i++) {
                agent.observe(false, false);
            }
            long deniedBefore = product.denials();
            for (int done = 0; done < options.submissions; done += TURN) {
                boolean loaded = done / TURN % 2 == 1;
                if (loaded) {
                    crowd.start();
                }
                for (int i = done; i < Math.min(done + TURN, options.submissions); i++) {
                    agent.observe(loaded, true);
                }
                if (loaded) {
                    crowd.stop();
                }
            }
            requireDenials(agent.observations(), deniedBefore);
            watcher.requireTold(
                    agent.observations().stream().filter(each -> !each.denied()).count());
            return judged(agent, options);
        }
    }

    /** A gate that denied nothing would be silent indeed. */
    private static void requireDenials(List<Observation> observations, long before) throws Exception {
        long meant = observations.stream().filter(Observation::denied).count();
        for (int i = 0; i < 100 && product.denials() - before < meant; i++) {
            Thread.sleep(100);
        }
        // Those of the warm-up may have come later than the first count.
        long counted = product.denials() - before;
        if (counted < meant || counted > meant + WARM_UP) {
            throw new IllegalStateException(meant + " were to be denied, " + counted + " were");
        }
    }

    private static boolean judged(Agent agent, Options options) throws IOException {
        List<Observation> all = agent.observations();
        if (options.table != null) {
            Report.table(all, options.table);
        }
        Report.latencies(all);
        Auc auc = crossed(all, options.seed);
        String difference = agent.differences().named();
        System.out.printf(
                "%,d answers compared: %s%n",
                agent.differences().compared(), difference == null ? "no byte differs" : "first difference at " + difference);
        Report.halves(all, options.seed);
        System.out.printf("area under the curve, all together: %s, wanted at most %.2f%n", auc, options.bound);
        System.out.println("(observed until a human would decide, and no further)");
        return difference == null && auc.upper() <= options.bound;
    }

    /** Each half is scored by what was learnt from the other, so that all count and none is known beforehand. */
    static Auc crossed(List<Observation> all, long seed) {
        List<Observation> one = new ArrayList<>();
        List<Observation> other = new ArrayList<>();
        Random random = new Random(seed + 1);
        all.forEach(each -> (random.nextBoolean() ? one : other).add(each));
        return Auc.mean(scored(one, other), scored(other, one));
    }

    private static Auc scored(List<Observation> learnt, List<Observation> heldOut) {
        Classifier classifier = new Classifier(learnt);
        double[] scores = heldOut.stream().mapToDouble(classifier::score).toArray();
        boolean[] denied = new boolean[scores.length];
        for (int i = 0; i < denied.length; i++) {
            denied[i] = heldOut.get(i).denied();
        }
        return Auc.of(scores, denied);
    }

    private static void clear(Thread main) {
        stopping = true;
        main.interrupt();
        try {
            ENDED.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            System.err.println("silence: interrupted while it was stopping");
        }
        if (product != null) {
            product.close();
        }
        String classes = System.getProperty("silence.classes");
        if (classes != null) {
            try {
                benchmark.Folders.delete(Path.of(classes));
            } catch (IOException e) {
                System.err.println("silence: " + classes + " could not be deleted: " + e);
            }
        }
    }
}
