package io.patchgate.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One command from its start to the death of everything it started. Killing the outermost bubblewrap kills the first
 * process of the inner process namespace, and with it the kernel ends all the others; so does the death of the thread
 * that runs this, hence of the service.
 */
final class Run {
    private static final long LOOK_AROUND_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Job job;
    private final Path folder;
    private final BooleanSupplier givenUp;
    private final AtomicLong written = new AtomicLong();
    private final List<Thread> pumps = new ArrayList<>();
    private volatile Process process;
    private volatile boolean cancelled;
    private volatile Ending.Cause killedFor;

    Run(Job job, Path folder, BooleanSupplier givenUp) {
        this.job = job;
        this.folder = folder;
        this.givenUp = givenUp;
    }

    /** Starts and waits, on this thread alone. */
    Ending to(List<String> line, Output output, Output errors) throws IOException {
        long start = System.nanoTime();
        ProcessBuilder builder = Programs.command(line);
        builder.redirectErrorStream(errors == null);
        process = builder.start();
        pump("sandbox-output", () -> drain(process.getInputStream(), output));
        if (errors != null) {
            pump("sandbox-errors", () -> drain(process.getErrorStream(), errors));
        }
        pump("sandbox-input", this::feed);
        await(start);
        for (Thread pump : pumps) {
            join(pump);
        }
        return new Ending(
                killedFor == null ? Ending.Cause.EXITED : killedFor,
                process.exitValue(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** May be called from any thread, before the start, during the run and after it. */
    void cancel() {
        cancelled = true;
        if (process != null) {
            kill(Ending.Cause.CANCELLED);
        }
    }

    private void await(long start) {
        boolean interrupted = false;
        long limit = job.limits().time().toNanos();
        while (true) {
            try {
                if (process.waitFor(LOOK_AROUND_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                cancelled = true;
            }
            if (cancelled || givenUp.getAsBoolean()) {
                kill(Ending.Cause.CANCELLED);
            } else if (System.nanoTime() - start > limit) {
                kill(Ending.Cause.TIMED_OUT);
            } else if (Shortage.threatens(folder)) {
                kill(Ending.Cause.MACHINE_SHORT);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void kill(Ending.Cause cause) {
        if (killedFor == null && process.isAlive()) {
            killedFor = cause;
        }
        process.destroyForcibly();
    }

    private void drain(InputStream stream, Output sink) {
        byte[] buffer = new byte[8192];
        try {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                if (written.addAndGet(length) > job.limits().output()) {
                    kill(Ending.Cause.TOO_MUCH_OUTPUT);
                    return;
                }
                sink.write(buffer, length);
            }
        } catch (IOException e) {
            // The stream is closed under us when the process is killed.
        }
    }

    private void feed() {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(job.input());
        } catch (IOException e) {
            // A command need not read what it is given.
        }
    }

    private void pump(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        pumps.add(thread);
        thread.start();
    }

    private static void join(Thread pump) {
        try {
            pump.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
