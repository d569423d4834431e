package benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.ArrayList;
import java.util.List;

/** Closed loops: each worker does one thing after another until the time is up or there is nothing left to do. */
final class Load {

    /** One worker's thing; false when there is nothing left. */
    interface Loop extends Closeable {
        boolean once() throws Exception;

        @Override
        default void close() throws IOException {}
    }

    interface LoopMaker {
        Loop make() throws Exception;
    }

    private Load() {}

    /** Fails when any worker fails: a rate with errors in it is no rate. */
    static Figure run(int workers, Duration time, LoopMaker maker) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Loop> loops = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                loops.add(maker.make());
            }
            List<Future<long[]>> running = new ArrayList<>();
            long start = System.nanoTime();
            long end = start + time.toNanos();
            for (Loop loop : loops) {
                running.add(pool.submit(() -> repeat(loop, end)));
            }
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> each : running) {
                times.add(each.get(time.toSeconds() + 120, TimeUnit.SECONDS));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            for (Loop loop : loops) {
                loop.close();
            }
            long[] all = times.stream().flatMapToLong(Arrays::stream).toArray();
            if (all.length == 0) {
                throw new IllegalStateException("nothing was done in " + time);
            }
            return Figure.of(all.length, seconds, all);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            pool.shutdownNow();
        }
    }

    private static long[] repeat(Loop loop, long end) throws Exception {
        long[] times = new long[1024];
        int n = 0;
        for (long before = System.nanoTime(); before < end; ) {
            if (!loop.once()) {
                break;
            }
            long after = System.nanoTime();
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = after - before;
            before = after;
        }
        return Arrays.copyOf(times, n);
    }
}
