package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The user the server runs as: Patchgate's own, except for root, which PostgreSQL refuses to be. Root's server runs as
 * the owner of the existing cluster folder, or else as the first of {@code patchgate}, {@code postgres} and
 * {@code nobody} that exists, with no way back: no groups, no capabilities, no set-uid programs.
 *
 * @param self the user id of this process, or -1 where the system has none
 */
record ServerAccount(int self, int uid, int gid) {
    private static final List<String> PREFERRED = List.of("patchgate", "postgres", "nobody");
    private static final int CAP_SETPCAP = 8;

    static ServerAccount choose(Layout layout) throws IOException {
        int self = OwnFiles.self(layout.home());
        if (self != 0) {
            return new ServerAccount(self, self, -1);
        }
        List<String> passwd = Files.readAllLines(Path.of("/etc/passwd"));
        if (Files.exists(layout.cluster(), LinkOption.NOFOLLOW_LINKS) && OwnFiles.uid(layout.cluster()) != 0) {
            int owner = OwnFiles.uid(layout.cluster());
            // A user without an entry gets a group of its own number; never the folder's group, which may be root's.
            return account(passwd, fields -> fields[2].equals(Integer.toString(owner)))
                    .orElse(new ServerAccount(0, owner, owner));
        }
        return preferred(passwd)
                .orElseThrow(
                        () -> new EmbeddedPostgresException(
                                "PostgreSQL refuses to run as root, and none of the"
                                        + " users patchgate, postgres and nobody exists: create one, or run Patchgate as another user."));
    }

    static Optional<ServerAccount> preferred(List<String> passwd) {
        return PREFERRED.stream()
                .flatMap(name -> account(passwd, fields -> fields[0].equals(name)).stream())
                .findFirst();
    }

    private static Optional<ServerAccount> account(List<String> passwd, Predicate<String[]> wanted) {
        return passwd.stream()
                .map(line -> line.split(":"))
                .filter(fields -> fields.length > 3 && !fields[2].equals("0") && !fields[3].equals("0"))
                .filter(wanted)
                .map(fields -> new ServerAccount(0, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                .findFirst();
    }

    /** Whether the server's user is another than this process's. */
    boolean differs() {
        return uid != self;
    }

    /** What comes before a command's name so that it runs as this user; empty when it would anyway. */
    List<String> prefix() throws IOException {
        if (!differs()) {
            return List.of();
        }
        Path setpriv = Programs.find("setpriv")
                .orElseThrow(() -> new EmbeddedPostgresException("PostgreSQL refuses to run as root, and setpriv is not"
                        + " installed (package util-linux): install it, or run Patchgate as another user."));
        List<String> prefix = new ArrayList<>(List.of(
                setpriv.toString(),
                "--reuid=" + uid,
                "--regid=" + gid,
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all"));
        // A container may have taken this capability from root; setpriv would then fail instead of doing the rest.
        if (hasCapability(CAP_SETPCAP)) {
            prefix.add("--bounding-set=-all");
        }
        return prefix;
    }

    /** Hands one file or folder over; a link itself, never what it points at. */
    void own(Path path) throws IOException {
        if (differs()) {
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Hands a folder over that root owns, as after restoring a backup. A folder that is already the account's is left
     * alone: root must not change the owner of what another user could have linked there.
     */
    void ownTree(Path root) throws IOException {
        if (!differs() || OwnFiles.uid(root) == uid) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                own(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                own(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean hasCapability(int number) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) >> number & 1) == 1);
    }
}
