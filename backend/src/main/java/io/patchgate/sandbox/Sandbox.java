package io.patchgate.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what nobody vouches for: with no network, no file of the machine but the system's programs and a folder of its
 * own, no privilege and within limits, as a user of its own where Patchgate is root. Whether that works here is tried
 * once, at the start; where it does not, nothing is run at all.
 *
 * <p>It does not hide the kernel, the processor's side channels or the clock, and where no control group can be made it
 * bounds the memory of each process, not of all, and kills the run when the machine runs short.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sandbox.class);
    private static final String NAME = "patchgate-sandbox-";
    private static final Duration PROBE = Duration.ofSeconds(20);

    private final Path records;
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    private Accounts accounts;
    private Confinement confinement;
    private String fault;
    private volatile boolean closed;

    private Sandbox(Path records) {
        this.records = records;
    }

    /** @param dataDir where it is noted which folders are to be removed, should the service be killed */
    public static Sandbox open(Path dataDir) {
        Sandbox sandbox = new Sandbox(dataDir.resolve("sandbox"));
        sandbox.fault = sandbox.prepare().orElse(null);
        if (sandbox.fault != null) {
            log.warn("Nothing can be run before a decision: {}", sandbox.fault);
        }
        return sandbox;
    }

    /** Why nothing can be run on this machine, as a sentence; empty where it can. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** An empty folder to fill and to run in. */
    public Scratch scratch() throws IOException {
        if (fault != null) {
            throw new SandboxUnavailable(fault);
        }
        return made();
    }

    /** Runs a job with its output and its errors in one stream. */
    public Ending run(Scratch scratch, Job job, Output output) throws IOException {
        return run(scratch, job, output, null);
    }

    /**
     * Runs a job to its end, on the calling thread, which must live as long as it does.
     *
     * @param errors null to mix them into the output
     */
    public Ending run(Scratch scratch, Job job, Output output, Output errors) throws IOException {
        return run(scratch, job, output, errors, () -> false);
    }

    /** @param givenUp asked several times a second, and killed when it says so */
    public Ending run(Scratch scratch, Job job, Output output, Output errors, BooleanSupplier givenUp)
            throws IOException {
        scratch.handOver();
        List<String> line = confinement.of(scratch, job);
        Run run = new Run(job, scratch.folder(), givenUp);
        running.add(run);
        Optional<MemoryGroup> group = MemoryGroup.make(
                scratch.home().getFileName().toString(), job.limits().memory());
        try {
            if (closed) {
                throw new SandboxUnavailable("The service stops.");
            }
            if (group.isEmpty()) {
                return run.to(line, output, errors);
            }
            List<String> grouped = group.get().prefix();
            grouped.addAll(line);
            Ending ending = run.to(grouped, output, errors);
            boolean tooLarge = ending.cause() == Ending.Cause.EXITED
                    && ending.exitCode() != 0
                    && group.get().exceeded();
            return tooLarge ? new Ending(Ending.Cause.OUT_OF_MEMORY, ending.exitCode(), ending.duration()) : ending;
        } finally {
            running.remove(run);
            group.ifPresent(MemoryGroup::close);
        }
    }

    /** Whether nothing is run any more because the service stops. */
    public boolean closed() {
        return closed;
    }

    /** Kills whatever runs. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Run::cancel);
    }

    private Optional<String> prepare() {
        Path bwrap = Programs.find("bwrap").orElse(null);
        if (bwrap == null) {
            return Optional.of("bubblewrap is not installed (package bubblewrap).");
        }
        try {
            Files.createDirectories(
                    records, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            removeLeftBehind();
            accounts = new Accounts();
            Optional<String> strict = probe(new Confinement(bwrap, true));
            return strict.isEmpty() ? strict : probe(new Confinement(bwrap, false));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of("The sandbox cannot be prepared: " + e.getMessage() + ".");
        }
    }

    /** What is claimed of the sandbox is tried: it runs, is not root, and sees neither the data folder nor a network. */
    private Optional<String> probe(Confinement candidate) throws IOException {
        confinement = candidate;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Scratch scratch = made()) {
            String line = "test \"$(id -u)\" = 1000 && test ! -e '"
                    + records.toString().replace("'", "'\\''")
                    + "' && test \"$(grep -c : /proc/net/dev)\" -le 1 && echo confined";
            Ending ending = run(
                    scratch,
                    Job.shell(line, Limits.STANDARD.within(PROBE)),
                    (bytes, length) -> said.write(bytes, 0, length));
            String text = said.toString(StandardCharsets.UTF_8).trim();
            if (ending.succeeded() && text.equals("confined")) {
                return Optional.empty();
            }
            return Optional.of("bubblewrap makes no sandbox on this machine: "
                    + (text.isEmpty()
                            ? "a trial " + ending.described()
                            : text.lines().findFirst().get()) + ".");
        }
    }

    private Scratch made() throws IOException {
        Account account = accounts.take();
        Path home = null;
        try {
            Path parent = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
            String name = NAME + UUID.randomUUID();
            // Noted before it is made, so that a kill in between leaves nothing that nobody knows of.
            Files.writeString(records.resolve(name), parent.toString());
            home = Files.createDirectory(
                    parent.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new Scratch(this, account, home);
        } catch (IOException | RuntimeException e) {
            accounts.give(account);
            if (home != null) {
                remove(home);
            }
            throw e;
        }
    }

    void discard(Scratch scratch) {
        remove(scratch.home());
        accounts.give(scratch.account());
    }

    private void removeLeftBehind() throws IOException {
        try (Stream<Path> left = Files.list(records)) {
            for (Path record : left.toList()) {
                remove(Path.of(Files.readString(record)).resolve(record.getFileName()));
            }
        }
    }

    /** By programs that go down an open folder at a time: what a run has left may be deeper than any name is long. */
    private void remove(Path home) {
        try {
            if (Files.exists(home)) {
                if (Account.current() != 0) {
                    Programs.require(List.of("/bin/chmod", "-R", "u+rwX", "--", home.toString()));
                }
                Programs.require(List.of("/bin/rm", "-rf", "--one-file-system", "--", home.toString()));
            }
            Files.deleteIfExists(records.resolve(home.getFileName()));
        } catch (IOException e) {
            log.warn("A folder of the sandbox is left behind until the next start: {}", e.getMessage());
        }
    }
}
