package io.patchgate;

import io.patchgate.persistence.Migrations;
import io.patchgate.persistence.PostgresUrl;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.patchgate.persistence.embedded.EmbeddedPostgres;
import io.patchgate.persistence.embedded.EmbeddedPostgresException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of this process: the configured one, or the embedded server. An embedded server that
 * ends by itself is started again until this is closed; its address may change then. Blocking.
 */
final class DatabaseSource implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabaseSource.class);
    private static final long RESTART_PAUSE_MILLIS = 500;

    private final Settings settings;
    private EmbeddedPostgres embedded;
    private volatile DatabaseUrls urls;
    private boolean closed;

    private DatabaseSource(Settings settings) {
        this.settings = settings;
    }

    /** Opens for serving: the embedded server is this process's own, and its tables are brought up to date. */
    static DatabaseSource open(Settings settings) throws StartRefused {
        DatabaseSource source = new DatabaseSource(settings);
        try {
            if (settings.database().url().isPresent()) {
                source.urls = configured(settings);
            } else {
                source.start();
            }
            Migrations.run(PostgresUrl.parse(source.urls.owner()), PostgresUrl.parse(source.urls.runtime()));
            return source;
        } catch (Migrations.DatabaseUnusable | EmbeddedPostgresException e) {
            source.close();
            throw new StartRefused(e.getMessage(), e);
        }
    }

    /** For a subcommand: the server that runs on this folder, where one does; else as {@link #open}. */
    static DatabaseSource join(Settings settings) throws StartRefused {
        Optional<DatabaseUrls> running =
                settings.database().url().isPresent() ? Optional.empty() : EmbeddedPostgres.running(settings.dataDir());
        if (running.isEmpty()) {
            return open(settings);
        }
        DatabaseSource source = new DatabaseSource(settings);
        source.urls = running.get();
        return source;
    }

    String runtime() {
        return urls.runtime();
    }

    @Override
    public void close() {
        EmbeddedPostgres server;
        synchronized (this) {
            closed = true;
            server = embedded;
        }
        if (server != null) {
            server.close();
        }
    }

    private static DatabaseUrls configured(Settings settings) {
        String url = settings.database().url().orElseThrow();
        return new DatabaseUrls(settings.database().ownerUrl().orElse(url), url);
    }

    private synchronized void start() {
        embedded = EmbeddedPostgres.start(settings.dataDir());
        urls = embedded.urls();
        embedded.exited().thenRunAsync(this::restart, task -> thread(task).start());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "postgres-restart");
        thread.setDaemon(true);
        return thread;
    }

    private void restart() {
        while (true) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                try {
                    log.warn("The embedded database ended by itself and is started again");
                    embedded.close();
                    start();
                    return;
                } catch (RuntimeException e) {
                    log.error("The embedded database does not start: {}", e.getMessage());
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(RESTART_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
