package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Questions and signals to processes that this JVM may not have started. A process that has ended but was not collected
 * by its parent counts as ended. What cannot be seen of another user's process is unknown, never guessed.
 */
final class Processes {
    /** A kernel's and a database's idea of a process's start differ by rounding. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

    private static final Set<String> POSTGRES = Set.of("postgres", "postgres.exe");

    private Processes() {}

    static boolean alive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        if (!Binaries.isLinux()) {
            return true;
        }
        try {
            String stat = Files.readString(proc(process.pid(), "stat"));
            // pid (name) state …; the name may hold anything, so the last bracket counts.
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    /** Whether this is the server that wrote the pid file of this cluster, and not a stranger with a reused pid. */
    static boolean isServerOf(ProcessHandle process, PostmasterFile file, Path cluster) {
        if (!alive(process) || !POSTGRES.contains(name(process))) {
            return false;
        }
        try {
            if (Binaries.isLinux()) {
                return Files.isSameFile(proc(process.pid(), "cwd"), cluster);
            }
        } catch (AccessDeniedException e) {
            // Root in a container may lack the right to look at another user's process; the start time has to do.
        } catch (IOException e) {
            return false;
        }
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, file.started()).abs().compareTo(CLOCK_SLACK) < 0)
                .orElse(false);
    }

    /** The database programs at work in a folder; Linux only, empty elsewhere. */
    static List<ProcessHandle> databaseProgramsIn(Path folder) {
        if (!Binaries.isLinux()) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> Set.of("postgres", "initdb").contains(name(process)))
                .filter(process -> {
                    try {
                        return alive(process) && Files.isSameFile(proc(process.pid(), "cwd"), folder);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    static void signal(ProcessHandle process, String signal, Binaries binaries) throws IOException {
        String pid = Long.toString(process.pid());
        List<String> command = Binaries.isWindows()
                ? List.of(binaries.program("pg_ctl").toString(), "kill", signal, pid)
                : List.of("/bin/sh", "-c", "kill -" + signal + " " + pid);
        Programs.start(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    /** Asks PostgreSQL to end: in order, then at once, then not asking. Returns whether it has ended. */
    static boolean stop(ProcessHandle server, Binaries binaries, Duration patience) {
        try {
            signal(server, "INT", binaries);
            if (ends(server, patience)) {
                return true;
            }
            signal(server, "QUIT", binaries);
            if (ends(server, Duration.ofSeconds(10))) {
                return true;
            }
        } catch (IOException e) {
            // No signal could be sent: the only way left is below.
        }
        try {
            server.destroyForcibly();
        } catch (IllegalStateException e) {
            // Another user's process, or this one: the caller learns that it is alive.
        }
        return ends(server, Duration.ofSeconds(5));
    }

    /** Waits without letting an interrupt cut the server's shutdown short; the interrupt is kept for the caller. */
    static boolean ends(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        while (alive(process) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !alive(process);
    }

    private static String name(ProcessHandle process) {
        if (Binaries.isLinux()) {
            try {
                return Files.readString(proc(process.pid(), "comm")).trim();
            } catch (IOException e) {
                return "";
            }
        }
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("");
    }

    private static Path proc(long pid, String entry) {
        return Path.of("/proc", Long.toString(pid), entry);
    }
}
