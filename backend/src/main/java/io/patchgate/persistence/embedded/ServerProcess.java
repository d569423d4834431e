package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One run of the server, from its launch to its end. It has a session of its own, since a terminal sends Ctrl-C to the
 * whole foreground group, and PostgreSQL would shut down under Patchgate's hands: through {@code setsid} where that is
 * installed, through pg_ctl, which does the same on Unix, where not.
 */
final class ServerProcess {
    private static final int PORT_ATTEMPTS = 5;
    /** Replaying the log after a power cut takes as long as it takes; this bounds a server that hangs. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(10);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(45);

    private final ProcessHandle handle;
    private final int port;
    private final Binaries binaries;
    private final CompletableFuture<Void> exited;

    private ServerProcess(ProcessHandle handle, int port, Binaries binaries) {
        this.handle = handle;
        this.port = port;
        this.binaries = binaries;
        this.exited = handle.onExit().thenApply(ended -> null);
    }

    /** Launches the server and returns when it accepts connections, on a port nobody else had. */
    static ServerProcess launch(Layout layout, Binaries binaries, ServerAccount account, Optional<Path> setsid)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Instant begun = Instant.now();
            Process launched = Programs.start(Programs.command(
                    prefix(account, setsid),
                    setsid.isPresent() ? postgres(layout, binaries, port) : pgCtl(layout, binaries, port),
                    layout.cluster(),
                    layout.startupLog()));
            Optional<ProcessHandle> server = awaitReady(layout, launched, setsid.isPresent(), port, binaries);
            if (server.isPresent()) {
                return new ServerProcess(server.get(), port, binaries);
            }
            boolean portTaken = ServerLog.says(layout, begun, "could not create any TCP/IP sockets");
            if (!portTaken || attempt == PORT_ATTEMPTS) {
                throw new EmbeddedPostgresException("PostgreSQL ended before it was ready ("
                        + ServerLog.lastFailure(layout, begun) + "); its log is in " + layout.log() + ".");
            }
        }
    }

    int port() {
        return port;
    }

    CompletableFuture<Void> exited() {
        return exited.copy();
    }

    /** Ends the server: in order if it can be, by force if not. */
    void stop() {
        if (Processes.alive(handle) && !Processes.stop(handle, binaries, STOP_PATIENCE)) {
            throw new EmbeddedPostgresException("PostgreSQL (pid " + handle.pid() + ") does not end.");
        }
    }

    private static List<String> prefix(ServerAccount account, Optional<Path> setsid) throws IOException {
        List<String> prefix = new ArrayList<>();
        setsid.ifPresent(path -> prefix.add(path.toString()));
        prefix.addAll(account.prefix());
        return prefix;
    }

    private static List<String> postgres(Layout layout, Binaries binaries, int port) {
        return List.of(
                binaries.program("postgres").toString(),
                "-D",
                Programs.dataFolder(layout.cluster()),
                "-p",
                Integer.toString(port));
    }

    private static List<String> pgCtl(Layout layout, Binaries binaries, int port) {
        return List.of(
                binaries.program("pg_ctl").toString(),
                "start",
                "--no-wait",
                "--silent",
                "-D",
                Programs.dataFolder(layout.cluster()),
                "-o",
                "-p " + port);
    }

    /**
     * Waits until the server has written of itself that it is ready; empty when it has ended before. The process that
     * was launched becomes the server (setsid, setpriv and postgres replace each other), except for pg_ctl.
     */
    private static Optional<ProcessHandle> awaitReady(
            Layout layout, Process launched, boolean becomesServer, int port, Binaries binaries) throws IOException {
        long begun = System.nanoTime();
        Optional<ProcessHandle> server = becomesServer ? Optional.of(launched.toHandle()) : Optional.empty();
        while (System.nanoTime() - begun < START_PATIENCE.toNanos()) {
            Optional<PostmasterFile> file =
                    PostmasterFile.read(layout.cluster()).filter(f -> f.port() == port);
            if (server.isEmpty()) {
                server = file.flatMap(f -> ProcessHandle.of(f.pid()));
            }
            long expected = server.map(ProcessHandle::pid).orElse(-1L);
            if (file.isPresent() && file.get().pid() == expected && file.get().ready()) {
                return server;
            }
            boolean pgCtlIsBusy = server.isEmpty() && System.nanoTime() - begun < 30_000_000_000L;
            if (!pgCtlIsBusy && !server.map(Processes::alive).orElse(false)) {
                return Optional.empty();
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                server.ifPresent(process -> Processes.stop(process, binaries, STOP_PATIENCE));
                Thread.currentThread().interrupt();
                throw new EmbeddedPostgresException("The start was interrupted.", e);
            }
        }
        server.ifPresent(process -> Processes.stop(process, binaries, STOP_PATIENCE));
        throw new EmbeddedPostgresException("PostgreSQL is not ready after " + START_PATIENCE.toMinutes()
                + " minutes; its log is in " + layout.log() + ".");
    }

    /** A port that was free a moment ago; whoever takes it first wins, and the loser tries another. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
