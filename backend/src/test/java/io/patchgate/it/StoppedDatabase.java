package io.patchgate.it;

import io.patchgate.persistence.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of a product that does not run, started by the test as the owner of its tables. */
final class StoppedDatabase implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Connection connection;

    StoppedDatabase(Path data) throws SQLException {
        server = EmbeddedPostgres.start(data);
        try {
            String url = server.urls().owner();
            String[] parts = url.substring("postgresql://".length()).split("[:@]", 3);
            connection = DriverManager.getConnection("jdbc:postgresql://" + parts[2], parts[0], parts[1]);
        } catch (SQLException e) {
            server.close();
            throw e;
        }
    }

    /** Answers how many rows were touched. */
    int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            server.close();
        }
    }
}
