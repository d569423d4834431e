package observation;

import benchmark.Folders;
import benchmark.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** The product as people run it, with its embedded database, on a workspace of its own; everything below one folder. */
final class Product {
    private final Path home;
    private final Path workspace;
    private final int port;
    private final int managementPort;
    private final String jar;
    private Program server;
    private boolean closed;
    private String admin;

    Product(Path home, String jar) throws IOException {
        this.home = home;
        this.jar = Path.of(jar).toAbsolutePath().toString();
        workspace = home.resolve("workspace");
        port = freePort();
        managementPort = freePort();
    }

    void start() throws Exception {
        // Where root runs this, the database's own user must be able to walk through.
        if (Files.getFileStore(home).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Targets.write(workspace);
        admin = Program.run(
                program("token", "--role", "admin", "--subject", "observer-admin"), environment(), home, "token");
        server = Program.start(program("serve"), environment(), home, "patchgate");
        try (Connection connection = connect(admin)) {
            Answer added = connection.post(
                    "/api/patch-requests/protected-files", "{\"path\":\"" + Targets.DENIED + "\"}");
            if (added.status() != 201) {
                throw new IllegalStateException("the folder could not be protected: " + added.text());
            }
        }
    }

    int port() {
        return port;
    }

    Connection connect(String token) throws IOException {
        return new Connection(port, token);
    }

    String token(String role, String subject) throws IOException {
        try (Connection connection = connect(admin)) {
            Answer minted = connection.post(
                    "/api/tokens",
                    "{\"role\":\"" + role + "\",\"subject\":\"" + subject + "\",\"ttl_seconds\":86400}");
            String marker = "\"token\":\"";
            int start = minted.text().indexOf(marker);
            if (minted.status() != 201 || start < 0) {
                throw new IllegalStateException("no token was minted: " + minted.text());
            }
            String rest = minted.text().substring(start + marker.length());
            return rest.substring(0, rest.indexOf('"'));
        }
    }

    /** How many submissions the gate has denied so far, as the operator's metrics say. */
    long denials() throws IOException {
        String token = Files.readString(home.resolve("data/management-token")).strip();
        try (Connection connection = new Connection(managementPort, token)) {
            return connection
                    .get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("patchgate_gate_denials_total"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (server != null) {
            server.stop();
        }
        try {
            Folders.delete(home);
        } catch (IOException e) {
            System.err.println("silence: " + home + " could not be deleted: " + e);
        }
    }

    private List<String> program(String... arguments) {
        List<String> command = Program.java("-jar", jar);
        command.addAll(List.of(arguments));
        return command;
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATCHGATE_HTTP_PORT", Integer.toString(port),
                "PATCHGATE_MANAGEMENT_PORT", Integer.toString(managementPort),
                "PATCHGATE_DATA_DIR", home.resolve("data").toString(),
                "PATCHGATE_WORKSPACE", workspace.toString(),
                "PATCHGATE_SAMPLE", "false");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
