package benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts the product with a fresh data folder and workspace and measures it, each figure in turn with its reference
 * on the same machine in the same run: the ratios are what counts, the absolute numbers say how busy the machine was.
 * All load goes to 127.0.0.1 and is bounded in time and count. Everything started is stopped and everything written is
 * deleted at the end, also on Ctrl-C; only a killed bench leaves them behind.
 */
public final class Bench {
    private static final List<Measurement> ALL = List.of(
            new Submitting(16, 1.0),
            new Submitting(64, 1.5),
            new PendingPage(16, 0.4),
            new Applying(1),
            new Applying(8),
            new Feeding(4),
            new Windows());

    private static volatile boolean stopping;
    private static volatile Stage stage;
    private static final CountDownLatch ENDED = new CountDownLatch(1);

    private Bench() {}

    public static void main(String[] arguments) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(main)));
        int code = 2;
        try {
            Options options = Options.parse(arguments, ALL);
            if (options == null) {
                System.out.print(Options.usage(ALL));
                code = 0;
            } else {
                code = run(options);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            complain(e.getMessage());
        } catch (Exception e) {
            complain(e.toString());
        }
        ENDED.countDown();
        System.exit(code);
    }

    /** What fails because everything is being stopped says nothing. */
    private static void complain(String message) {
        if (!stopping) {
            System.err.println("bench: " + message);
        }
    }

    private static int run(Options options) throws Exception {
        Path home = Files.createTempDirectory(options.dir, "patchgate-bench-");
        stage = new Stage(home, options);
        List<Result> results = new ArrayList<>();
        stage.start();
        Facts.print(stage);
        for (Measurement measurement : options.chosen) {
            System.out.printf("%n%s%n", measurement.title());
            Result result = new Result(measurement);
            results.add(result);
            measurement.prepare(stage);
            for (int round = 1; round <= options.rounds; round++) {
                // Whichever goes second finds warmer caches and a busier disk: they take turns.
                boolean productFirst = round % 2 == 0;
                Figure first = productFirst ? measurement.product(stage) : measurement.reference(stage);
                Figure second = productFirst ? measurement.reference(stage) : measurement.product(stage);
                result.add(productFirst ? first : second, productFirst ? second : first);
                System.out.printf("  round %d: %s%n", round, result.last());
            }
            measurement.finish(stage);
        }
        Result.table(results);
        return 0;
    }

    private static void clear(Thread main) {
        stopping = true;
        // What is still being written or started would outlive the deletion.
        main.interrupt();
        try {
            ENDED.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            System.err.println("bench: interrupted while it was stopping");
        }
        if (stage != null) {
            stage.close();
        }
        String classes = System.getProperty("bench.classes");
        if (classes != null) {
            try {
                Folders.delete(Path.of(classes));
            } catch (IOException e) {
                System.err.println("bench: " + classes + " could not be deleted: " + e);
            }
        }
    }
}
