package io.patchgate.persistence;

import io.patchgate.persistence.embedded.DatabaseUrls;
import io.patchgate.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/** One real PostgreSQL for the tests of a JVM; every {@link #fresh} begins with empty, migrated tables. */
public final class TestDatabase {
    private static EmbeddedPostgres server;

    private TestDatabase() {}

    public static synchronized DatabaseUrls fresh() throws Exception {
        if (server == null) {
            Path folder = Files.createTempDirectory("patchgate-test");
            server = EmbeddedPostgres.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(folder);
            }));
        }
        PostgresUrl owner = PostgresUrl.parse(server.urls().owner());
        try (Connection sql = owner(owner);
                Statement statement = sql.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
        Migrations.run(owner, PostgresUrl.parse(server.urls().runtime()));
        return server.urls();
    }

    static Connection owner(PostgresUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbc(), url.credentials());
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (java.io.IOException e) {
            // Left to the system's own cleaning of temporary folders.
        }
    }
}
