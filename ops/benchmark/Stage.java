package benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The product under measurement: its process, its database, its workspace and tokens, all below one folder. */
final class Stage {
    /** The sources of a workspace that is not a toy: files to modify, in folders of a hundred. */
    static final int FILES = 4_000;

    final Path home;
    final Options options;
    final Path workspace;
    final int port;
    private final Path data;
    private final int managementPort;
    private Program server;
    private Program extra;
    private Postgres postgres;
    private boolean closed;
    String admin;
    String reviewer;

    Stage(Path home, Options options) throws IOException {
        this.home = home;
        this.options = options;
        this.workspace = home.resolve("workspace");
        this.data = home.resolve("data");
        this.port = freePort();
        this.managementPort = freePort();
    }

    void start() throws Exception {
        // Where root runs the bench, the database's own user must be able to walk through.
        if (Files.getFileStore(home).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        }
        for (int i = 0; i < FILES; i++) {
            Path file = workspace.resolve(existing(i));
            if (i % 100 == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, Sources.text(i));
        }
        postgres = new Postgres(data.resolve("postgres"));
        admin = token("admin", "bench-admin");
        reviewer = token("reviewer", "bench-reviewer");
        if (!postgres.exists()) {
            Program.start(jar("serve"), environment(), home, "patchgate").stop();
        }
        // The embedded server admits 60 connections, too few for the 64 of pgbench.
        postgres.override("max_connections = 160");
        server = Program.start(jar("serve"), environment(), home, "patchgate");
        postgres.find();
    }

    /** A further process that ends with the stage. */
    Program alongside(List<String> command, String name) throws Exception {
        extra = Program.start(command, Map.of(), home, name);
        return extra;
    }

    void endAlongside() {
        if (extra != null) {
            extra.stop();
            extra = null;
        }
    }

    Postgres postgres() {
        return postgres;
    }

    /** The path of a file that the workspace began with. */
    static String existing(int number) {
        int n = Math.floorMod(number, FILES);
        return "src/part" + n / 100 + "/module" + n + ".py";
    }

    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        endAlongside();
        if (server != null) {
            server.stop();
        }
        if (postgres != null) {
            postgres.stopOrphan();
        }
        try {
            Folders.delete(home);
        } catch (IOException e) {
            System.err.println("bench: " + home + " could not be deleted: " + e);
        }
    }

    private String token(String role, String subject) throws Exception {
        return Program.run(jar("token", "--role", role, "--subject", subject), environment(), home, "token");
    }

    private static List<String> jar(String... arguments) {
        List<String> command = Program.java("-jar", Path.of(System.getProperty("bench.jar")).toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATCHGATE_HTTP_PORT", Integer.toString(port),
                "PATCHGATE_MANAGEMENT_PORT", Integer.toString(managementPort),
                "PATCHGATE_DATA_DIR", data.toString(),
                "PATCHGATE_WORKSPACE", workspace.toString(),
                // Else thousands of Python processes would be measured with it.
                "PATCHGATE_CHECKS_SYNTAX", "false",
                "PATCHGATE_SAMPLE", "false");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
