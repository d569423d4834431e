package io.patchgate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line that confines a command: no network, no process but its own, no way to another user namespace, of
 * the machine's files only the system's programs and the few settings that they need, read-only, and beside them an
 * empty {@code /tmp}. Whatever is not named here is not there.
 */
final class Confinement {
    private static final long TEMPORARY = 256L << 20;
    private static final long SHARED_MEMORY = 64L << 20;
    private static final int OPEN_FILES = 1024;

    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /** What programs of the system look for and nobody keeps a secret in; a star ends a beginning. */
    private static final List<String> SETTINGS = List.of(
            "alternatives",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "localtime",
            "mime.types",
            "java-*",
            "python3*",
            "perl",
            "ssl/certs");

    private final Path bwrap;
    private final boolean closesNamespaces;

    /** @param closesNamespaces whether this bubblewrap can forbid further user namespaces */
    Confinement(Path bwrap, boolean closesNamespaces) {
        this.bwrap = bwrap;
        this.closesNamespaces = closesNamespaces;
    }

    List<String> of(Scratch scratch, Job job) throws IOException {
        List<String> line = new ArrayList<>(scratch.account().prefix());
        Collections.addAll(line, "/usr/bin/nice", "-n", "10", bwrap.toString());
        Collections.addAll(line, "--unshare-all", "--unshare-user", "--cap-drop", "ALL");
        Collections.addAll(line, "--die-with-parent", "--new-session", "--uid", "1000", "--gid", "1000");
        Collections.addAll(line, "--hostname", "sandbox");
        if (closesNamespaces) {
            line.add("--disable-userns");
        }
        system(line);
        Collections.addAll(line, "--ro-bind", scratch.passwd().toString(), "/etc/passwd");
        Collections.addAll(line, "--ro-bind", scratch.group().toString(), "/etc/group");
        Collections.addAll(line, "--proc", "/proc", "--dev", "/dev");
        Collections.addAll(line, "--size", Long.toString(SHARED_MEMORY), "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
        Collections.addAll(line, "--size", Long.toString(TEMPORARY), "--tmpfs", "/tmp", "--dir", "/tmp/home");
        Collections.addAll(line, "--bind", scratch.folder().toString(), Scratch.INSIDE, "--remount-ro", "/");
        Collections.addAll(line, "--chdir", Scratch.INSIDE, "--clearenv");
        Collections.addAll(line, "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin");
        Collections.addAll(line, "--setenv", "HOME", "/tmp/home", "--setenv", "LANG", "C.UTF-8");
        limits(line, job.limits());
        line.addAll(job.command());
        return line;
    }

    private static void system(List<String> line) throws IOException {
        for (String folder : SYSTEM) {
            Path path = Path.of(folder);
            if (Files.isSymbolicLink(path)) {
                Collections.addAll(
                        line, "--symlink", Files.readSymbolicLink(path).toString(), folder);
            } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Collections.addAll(line, "--ro-bind", folder, folder);
            }
        }
        for (String setting : SETTINGS) {
            for (Path path : settings(setting)) {
                Collections.addAll(line, "--ro-bind", path.toString(), path.toString());
            }
        }
    }

    private static List<Path> settings(String name) throws IOException {
        Path etc = Path.of("/etc");
        if (!name.endsWith("*")) {
            return Stream.of(etc.resolve(name)).filter(Files::exists).toList();
        }
        try (Stream<Path> all = Files.list(etc)) {
            return all.filter(path -> path.getFileName().toString().startsWith(name.substring(0, name.length() - 1)))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Set inside, where the count of processes is the sandbox's own. Not the size of the address space, of which Java and
     * JavaScript reserve far more than they use.
     */
    private static void limits(List<String> line, Limits limits) {
        Collections.addAll(
                line,
                "/usr/bin/prlimit",
                "--nproc=" + limits.processes(),
                "--data=" + limits.memory(),
                "--fsize=" + limits.file(),
                "--cpu=" + Math.max(1, limits.time().toSeconds() + 1),
                "--nofile=" + OPEN_FILES,
                "--core=0",
                "--");
    }
}
