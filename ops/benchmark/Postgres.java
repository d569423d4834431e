package benchmark;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** The product's embedded database, found through the files that it keeps below the data folder. */
final class Postgres {
    static final String DATABASE = "patchgate";
    static final String OWNER = "patchgate_owner";

    private final Path folder;
    private int port;
    private long pid;
    private Properties passwords;

    Postgres(Path folder) {
        this.folder = folder;
    }

    /** Made at the product's first start. */
    boolean exists() {
        return Files.exists(folder.resolve("cluster/PG_VERSION"));
    }

    /** Takes effect at the next start. */
    void override(String setting) throws IOException {
        Files.writeString(
                folder.resolve("cluster/postgresql.auto.conf"),
                setting + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Reads where the running server listens, and the passwords. */
    void find() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("cluster/postmaster.pid"));
        pid = Long.parseLong(lines.get(0).strip());
        port = Integer.parseInt(lines.get(3).strip());
        passwords = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("credentials.properties"))) {
            passwords.load(reader);
        }
    }

    int port() {
        return port;
    }

    String ownerPassword() {
        return passwords.getProperty("owner");
    }

    /** So that no side pays for what the other wrote. */
    void checkpoint() throws SQLException {
        execute("checkpoint");
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String value(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    /** Only where the product, which owns the server, was killed instead of stopped, perhaps while it started. */
    void stopOrphan() {
        if (pid == 0 && Files.exists(folder.resolve("cluster/postmaster.pid"))) {
            try {
                find();
            } catch (IOException | RuntimeException e) {
                System.err.println("bench: a database below " + folder + " may still run: " + e);
            }
        }
        Optional<ProcessHandle> left = pid == 0 ? Optional.empty() : ProcessHandle.of(pid);
        boolean ours = left.flatMap(process -> process.info().command())
                .map(command -> command.contains("postgres"))
                .orElse(false);
        if (!ours) {
            return;
        }
        left.get().destroy();
        try {
            left.get().onExit().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            left.get().destroyForcibly();
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, "postgres", passwords.getProperty("superuser"));
    }
}
