package io.patchgate.persistence;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the database to this version's tables. Blocking; run before the first connection of the runtime role. */
public final class Migrations {
    private Migrations() {}

    /**
     * @param owner whose the tables are
     * @param runtime who is granted what the service needs, and no more
     * @throws DatabaseUnusable when the database cannot be reached, or holds what is not ours
     */
    public static void run(PostgresUrl owner, PostgresUrl runtime) throws DatabaseUnusable {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner.jdbc(), owner.user(), owner.password())
                .locations("classpath:db/migration")
                .placeholders(Map.of("runtime", runtime.user()))
                .connectRetries(0)
                .failOnMissingLocations(true)
                .loggers("slf4j");
        configuration.jdbcProperties(Map.of("connectTimeout", "5", "loginTimeout", "5", "socketTimeout", "120"));
        try {
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw new DatabaseUnusable("The database " + owner + " cannot be used: " + reason(e), e);
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("no reason given");
    }

    /** The start must stop; the message is one line for the operator, without a password. */
    public static final class DatabaseUnusable extends Exception {
        private static final long serialVersionUID = 1;

        DatabaseUnusable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
