package io.patchgate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The user that a run is: Patchgate's own, except for root, whose runs are each a user of their own that nothing else
 * on the machine is, so that no limit is shared and nothing that was left behind is anybody's. Such a user needs no
 * entry in {@code /etc/passwd}.
 */
record Account(int self, int uid) {
    /** Reserved by Debian's policy and by others, and below 65536, which is all that a container may have. */
    static final int FIRST = 65_000;

    static final int COUNT = 500;
    private static final int CAP_SETPCAP = 8;

    boolean differs() {
        return uid != self;
    }

    /** What comes before a command's name so that it runs as this user, with no way back. */
    List<String> prefix() throws IOException {
        if (!differs()) {
            return List.of();
        }
        Path setpriv = Programs.find("setpriv")
                .orElseThrow(() -> new SandboxUnavailable(
                        "Nothing is run as root, and setpriv is not installed" + " (package util-linux)."));
        List<String> prefix = new ArrayList<>(List.of(
                setpriv.toString(),
                "--reuid=" + uid,
                "--regid=" + uid,
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all"));
        // A container may have taken this capability from root; setpriv would then fail instead of doing the rest.
        if (hasCapability(CAP_SETPCAP)) {
            prefix.add("--bounding-set=-all");
        }
        return prefix;
    }

    /** Hands a folder and all in it over; links themselves, never what they point at. */
    void own(Path folder) throws IOException {
        if (differs()) {
            Programs.require(List.of("/bin/chown", "-R", "-h", "--", uid + ":" + uid, folder.toString()));
        }
    }

    /** Lets this user, and nobody else but Patchgate, walk through a folder. */
    void letThrough(Path folder) throws IOException {
        if (differs()) {
            Files.setAttribute(folder, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(folder, "unix:mode", 0710, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** The user that this process is. */
    static int current() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static boolean hasCapability(int number) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) >> number & 1) == 1);
    }
}
