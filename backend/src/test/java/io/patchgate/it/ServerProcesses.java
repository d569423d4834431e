package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of the embedded PostgreSQL of one data folder, which all have its cluster as their working folder. */
record ServerProcesses(Path data) {

    /** The server that the others are children of. */
    long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(cluster().resolve("postmaster.pid")).get(0).strip());
    }

    /** Empty on a platform that does not tell. */
    List<Long> pids() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(this::isOurs)
                .toList();
    }

    void signal(String signal) throws IOException {
        signal(signal, pids());
    }

    static void signal(String signal, List<Long> pids) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isOurs(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .startsWith(cluster());
        } catch (IOException e) {
            return false;
        }
    }

    private Path cluster() {
        return data.resolve("postgres").resolve("cluster");
    }
}
