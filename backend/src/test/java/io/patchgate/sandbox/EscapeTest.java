package io.patchgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.patch.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody would try who may run any code before a human has decided. Skipped where nothing can be run. */
@Timeout(120)
class EscapeTest {
    private static final Limits SMALL = Limits.STANDARD
            .within(Duration.ofSeconds(30))
            .withMemory(256L << 20)
            .withProcesses(40)
            .withFile(8L << 20)
            .withOutput(1L << 20);

    @TempDir
    Path dataDir;

    @TempDir
    Path workspace;

    private Sandbox sandbox;
    private final List<Path> homes = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void open() {
        assumeTrue(Programs.find("bwrap").isPresent(), "bubblewrap is not installed");
        sandbox = Sandbox.open(dataDir);
        assertThat(sandbox.fault()).isEmpty();
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        if (sandbox == null) {
            return;
        }
        sandbox.close();
        try (Stream<Path> records = Files.list(dataDir.resolve("sandbox"))) {
            assertThat(records).isEmpty();
        }
        assertThat(homes).allSatisfy(home -> assertThat(home).doesNotExist());
    }

    @Test
    void runsACommandOnACopyOfAWorkspaceWithThePatchInIt() throws IOException {
        Files.createDirectories(workspace.resolve("src"));
        Files.writeString(workspace.resolve("src/kept.txt"), "kept");
        Files.writeString(workspace.resolve("src/gone.txt"), "gone");
        Files.writeString(workspace.resolve("tool"), "#!/bin/sh\necho old\n");
        assertThat(workspace.resolve("tool").toFile().setExecutable(true)).isTrue();
        Files.createDirectories(workspace.resolve(".git"));

        Ending ending;
        try (Scratch scratch = sandbox.scratch()) {
            scratch.copy(workspace);
            scratch.put(new WorkspacePath("tool"), "#!/bin/sh\necho new\n".getBytes(StandardCharsets.UTF_8));
            scratch.put(new WorkspacePath("src/deep/made.txt"), "made".getBytes(StandardCharsets.UTF_8));
            scratch.remove(new WorkspacePath("src/gone.txt"));
            ending = sandbox.run(
                    scratch, Job.shell("./tool; find . -type f | sort; echo more >> src/kept.txt", SMALL), this::hear);
        }

        assertThat(ending.succeeded()).isTrue();
        assertThat(said()).isEqualTo("new\n./src/deep/made.txt\n./src/kept.txt\n./tool\n");
        assertThat(workspace.resolve("src/kept.txt")).hasContent("kept");
    }

    @Test
    void readsWhatItIsGivenAndKeepsErrorsApart() throws IOException {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Job job = new Job(
                List.of("/bin/sh", "-c", "cat; echo wrong >&2; exit 3"),
                "a prompt".getBytes(StandardCharsets.UTF_8),
                SMALL);
        try (Scratch scratch = sandbox.scratch()) {
            Ending ending = sandbox.run(scratch, job, this::hear, (bytes, length) -> errors.write(bytes, 0, length));
            assertThat(ending.exitCode()).isEqualTo(3);
            assertThat(ending.described()).isEqualTo("ended with exit code 3");
        }
        assertThat(said()).isEqualTo("a prompt");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("wrong\n");
    }

    @Test
    void reachesNoNetworkNotEvenThisMachine() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(200);
            Ending ending = run("python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", "
                    + listener.getLocalPort() + "), 5)' || exit 7; grep -c : /proc/net/dev");
            assertThat(ending.exitCode()).as(said()).isEqualTo(7);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void seesNoHomeNoKeysAndNoDataFolder() throws IOException {
        Path key = Files.writeString(dataDir.resolve("signing-key"), "the secret");
        Ending ending = run(
                "cat '" + key + "'; ls -d /root /home /var /srv /opt /mnt /run /sys /etc/shadow /etc/ssh;"
                        + " grep -rl 'the secret' / --exclude-dir=proc --exclude-dir=usr 2>/dev/null; ls -A /tmp/home /tmp; id -u");
        assertThat(ending.cause()).isEqualTo(Ending.Cause.EXITED);
        assertThat(said().lines().filter(line -> !line.contains("No such file or directory")))
                .containsExactly("/tmp:", "home", "", "/tmp/home:", "1000");
    }

    @Test
    void seesNoOtherProcessAndNoEnvironmentOfTheService() throws IOException {
        run("env | sort; cat /proc/*/environ | tr '\\0' '\\n' | sort -u; ls /proc | grep -c '^[0-9]'; kill -9 -1");
        assertThat(said().lines()
                        .filter(line -> !line.matches(
                                "(PATH|HOME|LANG|PWD|OLDPWD|SHLVL|_|LC_ALL)=.*||cat: .*|[1-9]|Killed|/bin/sh.*")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "touch /usr/planted",
                "touch /etc/planted",
                "touch /planted",
                "echo x > /proc/sys/kernel/core_pattern",
                "mount -t tmpfs none /work",
                "unshare -Ur true",
                "chroot / true",
                "su -c true",
                "mknod disk b 254 0",
                "ls /proc/1/root/etc/shadow",
                "cat /dev/vda",
                "dmesg -C",
                "python3 -c 'import os; os.setuid(0)'",
            })
    void refuses(String attempt) throws IOException {
        assertThat(run(attempt).succeeded()).as(said()).isFalse();
    }

    @Test
    void survivesAForkBomb() throws IOException {
        Ending ending = run(Job.shell("bomb() { bomb | bomb & }; bomb; sleep 60", SMALL.within(Duration.ofSeconds(3))));
        assertThat(ending.cause()).isIn(Ending.Cause.EXITED, Ending.Cause.TIMED_OUT);
        assertThat(ending.duration()).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void endsAnEndlessLoop() throws IOException {
        Ending ending = run(Job.shell("while :; do :; done", SMALL.within(Duration.ofSeconds(2))));
        assertThat(ending.cause()).isEqualTo(Ending.Cause.TIMED_OUT);
        assertThat(ending.described()).startsWith("was killed after ").endsWith(" s, its time limit");
    }

    @Test
    void endsEndlessOutput() throws IOException {
        Ending ending = run("head -c 10G /dev/zero");
        assertThat(ending.cause()).isEqualTo(Ending.Cause.TOO_MUCH_OUTPUT);
        assertThat(said.size()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void letsNoBackgroundProcessSurvive() throws IOException {
        String mark = "731" + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000);
        Ending ending = run("setsid nohup sleep " + mark + " > /dev/null 2>&1 & echo left");
        assertThat(ending.succeeded()).isTrue();
        assertThat(said()).isEqualTo("left\n");
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("sleep " + mark)))
                .isEmpty();
    }

    @Test
    void boundsMemoryFilesAndTemporaryFiles() throws IOException {
        assertThat(run("python3 -c 'x = bytearray(1 << 30); x[::4096] = b\"x\" * len(x[::4096])'")
                        .succeeded())
                .isFalse();
        assertThat(run("head -c 9M /dev/zero > long").succeeded()).isFalse();
        assertThat(run("for i in $(seq 40); do head -c 8M /dev/zero > /tmp/$i || exit 9; done")
                        .succeeded())
                .isFalse();
    }

    @Test
    void leadsNobodyThroughALinkOutOfTheCopy() throws IOException {
        Path outside = Files.createDirectories(dataDir.resolve("outside"));
        Path victim = Files.writeString(outside.resolve("victim"), "whole");
        Files.createSymbolicLink(workspace.resolve("link"), outside);
        Files.createSymbolicLink(workspace.resolve("file"), victim);
        try (Scratch scratch = sandbox.scratch()) {
            scratch.copy(workspace);
            scratch.put(new WorkspacePath("link/victim"), new byte[] {'x'});
            scratch.put(new WorkspacePath("file"), new byte[] {'x'});
            sandbox.run(scratch, Job.shell("ln -s " + outside + " out; ln -s /etc etc", SMALL), this::hear);
        }
        assertThat(victim).hasContent("whole");
    }

    @Test
    void removesWhatNobodyCanName() throws IOException {
        run("""
            python3 -c '
            import os
            for i in range(3000):
                os.mkdir("d" * 200); os.chdir("d" * 200)
            os.chmod(".", 0)
            '""");
        // leavesNothingBehind looks.
    }

    @Test
    void killsWhatRunsWhenTheServiceStops() throws Exception {
        Thread stopper = new Thread(() -> {
            while (said.size() == 0) {
                Thread.onSpinWait();
            }
            sandbox.close();
        });
        stopper.start();
        assertThat(run("echo started; sleep 100").cause()).isEqualTo(Ending.Cause.CANCELLED);
        stopper.join();
    }

    private Ending run(String line) throws IOException {
        return run(Job.shell(line, SMALL));
    }

    private Ending run(Job job) throws IOException {
        try (Scratch scratch = sandbox.scratch()) {
            homes.add(scratch.home());
            return sandbox.run(scratch, job, this::hear);
        }
    }

    private synchronized void hear(byte[] bytes, int length) {
        said.write(bytes, 0, length);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
