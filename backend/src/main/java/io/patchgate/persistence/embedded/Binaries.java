package io.patchgate.persistence.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * PostgreSQL's programs, unpacked from this machine's archive on the class path into a folder named after the archive's
 * checksum. The folder is complete or absent, whoever unpacks at the same time, and is refused when anybody but its
 * owner (root for root) could have changed it or a folder above it.
 */
record Binaries(Path folder) {
    /** Root's servers run as another user, who must reach the programs and must not be able to change them. */
    private static final Path SHARED = Path.of("/var/cache/patchgate");

    private static final String UNPACKING = ".unpacking";

    static Binaries unpacked(Layout layout, ServerAccount account) throws IOException {
        URL archive = archive();
        boolean shared = account.differs();
        Path parent = shared ? SHARED : layout.binaries();
        if (shared) {
            createPublicFolder(parent);
        } else {
            OwnFiles.createFolder(parent);
        }
        parent = parent.toRealPath();
        int trusted = shared ? 0 : account.self();
        for (Path above = parent; above != null; above = shared ? above.getParent() : null) {
            requireUntouchable(above, trusted);
        }
        Path target = parent.resolve("postgresql-" + fingerprint(archive));
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            unpack(archive, target);
        }
        requireUntouchable(target, trusted);
        requireUntouchable(target.resolve("bin"), trusted);
        return new Binaries(target);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    /** PostgreSQL's major version, the unit of data folder compatibility, from the first line of its catalogue. */
    String majorVersion() throws IOException {
        for (String share : new String[] {"share/postgresql", "share"}) {
            Path catalogue = folder.resolve(share).resolve("postgres.bki");
            if (Files.exists(catalogue)) {
                try (BufferedReader reader = Files.newBufferedReader(catalogue)) {
                    return reader.readLine().replace("# PostgreSQL ", "").trim();
                }
            }
        }
        throw new EmbeddedPostgresException("The PostgreSQL programs in " + folder
                + " are incomplete: delete that folder, and the next start unpacks them again.");
    }

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    static String archiveName(String osName, String architecture) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os;
        String machine = switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> architecture;
        };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    private static URL archive() {
        String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
        return Optional.ofNullable(Binaries.class.getResource("/" + name))
                .orElseThrow(() -> new EmbeddedPostgresException("This build carries no PostgreSQL for this machine ("
                        + name + "): build Patchgate on it, or name a server in PATCHGATE_DATABASE_URL."));
    }

    /**
     * Tells one release from the next. The jar's directory has the checksum ready, which saves a fifth of a second at
     * every start over hashing 15 MB; nobody who could forge it could not also replace the programs.
     */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar && jar.getJarEntry().getCrc() != -1) {
            return "%08x-%d"
                    .formatted(jar.getJarEntry().getCrc(), jar.getJarEntry().getSize());
        }
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(archive.openStream(), crc)) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            return "%08x-%d".formatted(crc.getValue(), size);
        }
    }

    private static void unpack(URL archive, Path target) throws IOException {
        discardLeftovers(target.getParent());
        Path part = Files.createTempDirectory(target.getParent(), UNPACKING);
        try (InputStream in = archive.openStream()) {
            Archive.unpack(in, part);
            OwnFiles.mode(part, "rwxr-xr-x");
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            OwnFiles.syncFolder(target.getParent());
        } catch (IOException e) {
            // Another process was faster: its folder is as whole as ours.
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL's programs cannot be unpacked into " + target.getParent() + ": "
                                + OwnFiles.reason(e) + ".",
                        e);
            }
        } finally {
            OwnFiles.deleteTree(part);
        }
    }

    /** What a killed process left; a younger folder may be another process's at this moment. */
    private static void discardLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, UNPACKING + "*")) {
            for (Path folder : left) {
                Instant touched = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                if (touched.isBefore(Instant.now().minus(Duration.ofHours(1)))) {
                    OwnFiles.deleteTree(folder);
                }
            }
        } catch (NoSuchFileException e) {
            // The other process was done with it.
        }
    }

    private static void createPublicFolder(Path folder) throws IOException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                OwnFiles.mode(folder, "rwxr-xr-x");
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's programs need the folder " + folder + " when Patchgate runs as root: "
                            + OwnFiles.reason(e) + ".",
                    e);
        }
    }

    private static void requireUntouchable(Path folder, int trusted) throws IOException {
        boolean ours = !OwnFiles.POSIX || OwnFiles.uid(folder) == trusted;
        if (!ours || !OwnFiles.onlyOwnerWrites(folder)) {
            throw new EmbeddedPostgresException("PostgreSQL is not run from " + folder
                    + ", since another user owns that folder or can write to it.");
        }
    }
}
