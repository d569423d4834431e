package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Connections of the runtime role: a pool for reading and single ones for the writer. The address is
 * asked for anew at every connection, so that a server that comes back elsewhere is found.
 */
final class Database {
    private static final int READERS = 12;
    private static final int WAITING_READERS = 2_000;
    private static final int CONNECT_MILLIS = 3_000;
    private static final int STATEMENT_MILLIS = 10_000;
    private static final int LOCK_MILLIS = 3_000;

    private final Vertx vertx;
    private final Supplier<String> url;
    private final Pool pool;

    Database(Vertx vertx, Supplier<String> url) {
        this.vertx = vertx;
        this.url = url;
        PoolOptions options = new PoolOptions()
                .setName("readers")
                .setMaxSize(READERS)
                .setMaxWaitQueueSize(WAITING_READERS)
                .setConnectionTimeout(5)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(5)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        this.pool = PgBuilder.pool()
                .with(options)
                .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpKeepAlive(true))
                .connectingTo(() -> Future.succeededFuture(options("patchgate readers")))
                .using(vertx)
                .build();
    }

    /** Fails with a {@link Failure} only. */
    Future<RowSet<Row>> read(String sql, Object... parameters) {
        return pool.preparedQuery(sql)
                .execute(Tuple.wrap(parameters))
                .recover(cause -> Future.failedFuture(SqlFailures.of(cause)));
    }

    Future<PgConnection> connect() {
        PgConnectOptions options = options("patchgate writer");
        // Every write finds its rows by key. A plan that was made while the tables were empty would scan them for good.
        options.addProperty("enable_seqscan", "off");
        Future<PgConnection> connecting = PgConnection.connect(vertx, options);
        return connecting
                .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(late -> connecting.onSuccess(PgConnection::close));
    }

    Future<Void> close() {
        return pool.close();
    }

    private PgConnectOptions options(String name) {
        PgConnectOptions options = PgConnectOptions.fromUri(url.get());
        options.setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPipeliningLimit(512)
                .setReconnectAttempts(0);
        options.addProperty("application_name", name);
        options.addProperty("statement_timeout", Integer.toString(STATEMENT_MILLIS));
        options.addProperty("lock_timeout", Integer.toString(LOCK_MILLIS));
        options.addProperty("idle_in_transaction_session_timeout", Integer.toString(STATEMENT_MILLIS));
        return options;
    }
}
