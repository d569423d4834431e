package io.patchgate.persistence;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.LedgerPosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A queue of writes on a connection of its own; of each kind of write all go through the same one on a node. Whatever
 * has queued while the last batch committed becomes one transaction, its statements pipelined. When a batch fails, it is undone and
 * retried command by command, so that each succeeds or fails on its own. Replies and events leave
 * after the commit, never before.
 *
 * <p>The queue is bounded in commands and bytes; a command over the bound fails as {@code OVERLOADED}.
 * A command whose commit was cut off by a lost connection fails as {@code UNAVAILABLE}: it may or may
 * not have happened. Not thread-safe: lives on the context of its verticle.
 */
final class Writer {
    private static final int MAX_QUEUED = 4_096;
    private static final long MAX_QUEUED_BYTES = 128L << 20;
    private static final int MAX_BATCH = 128;
    private static final long MAX_BATCH_BYTES = 8L << 20;
    private static final long TRANSACTION_MILLIS = 8_000;

    private final Vertx vertx;
    private final Database database;
    private final Ledger ledger;
    private final Deque<Pending<?>> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean running;
    private boolean closed;
    private PgConnection connection;

    Writer(Vertx vertx, Database database, LedgerPosition position) {
        this.vertx = vertx;
        this.database = database;
        this.ledger = new Ledger(position);
    }

    <R> Future<R> write(Command<R> command) {
        return write(command, 0);
    }

    /** @param bytes about how much the command holds in memory */
    <R> Future<R> write(Command<R> command, long bytes) {
        if (closed) {
            return Failure.future(FailureKind.UNAVAILABLE, "The service is stopping.");
        }
        if (queue.size() >= MAX_QUEUED || queuedBytes + bytes > MAX_QUEUED_BYTES && !queue.isEmpty()) {
            return Failure.future(FailureKind.OVERLOADED, "Too much is being written at the moment.");
        }
        Pending<R> pending = new Pending<>(command, bytes, Promise.promise());
        queue.add(pending);
        queuedBytes += bytes;
        if (!running) {
            running = true;
            // A turn of the event loop later, so that what arrives together is written together.
            vertx.runOnContext(turn -> next());
        }
        return pending.promise.future();
    }

    /** What is queued is still written; nothing more is accepted. */
    Future<Void> close() {
        closed = true;
        Promise<Void> done = Promise.promise();
        awaitIdle(done);
        return done.future().eventually(() -> connection == null ? Future.succeededFuture() : connection.close());
    }

    private void awaitIdle(Promise<Void> done) {
        if (running) {
            vertx.setTimer(10, timer -> awaitIdle(done));
        } else {
            done.complete();
        }
    }

    private void next() {
        List<Pending<?>> batch = takeBatch();
        if (batch.isEmpty()) {
            running = false;
            return;
        }
        connected().compose(sql -> transaction(sql, batch)).onComplete(done -> next(), cause -> {
            if (SqlFailures.lost(cause)) {
                drop();
                batch.forEach(pending -> pending.fail(cause));
                next();
            } else if (batch.size() == 1) {
                batch.forEach(pending -> pending.fail(cause));
                next();
            } else {
                oneByOne(new ArrayDeque<>(batch));
            }
        });
    }

    private void oneByOne(Deque<Pending<?>> rest) {
        Pending<?> pending = rest.poll();
        if (pending == null) {
            next();
            return;
        }
        connected().compose(sql -> transaction(sql, List.of(pending))).onComplete(done -> oneByOne(rest), cause -> {
            if (SqlFailures.lost(cause)) {
                drop();
            }
            pending.fail(cause);
            oneByOne(rest);
        });
    }

    private List<Pending<?>> takeBatch() {
        List<Pending<?>> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < MAX_BATCH
                && !queue.isEmpty()
                && (batch.isEmpty() || bytes + queue.peek().bytes <= MAX_BATCH_BYTES)) {
            Pending<?> pending = queue.poll();
            bytes += pending.bytes;
            queuedBytes -= pending.bytes;
            batch.add(pending);
        }
        return batch;
    }

    private Future<SqlConnection> connected() {
        if (connection != null) {
            return Future.succeededFuture(connection);
        }
        return database.connect().map(opened -> {
            connection = opened;
            opened.closeHandler(gone -> {
                if (connection == opened) {
                    connection = null;
                }
            });
            return opened;
        });
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /**
     * Commits all commands that did not fail by themselves, or undoes the transaction and fails. Two round trips where
     * every command needs one: COMMIT follows the last statements without waiting for them, since it undoes by itself
     * when one of them has failed.
     */
    private Future<Void> transaction(SqlConnection sql, List<Pending<?>> batch) {
        List<Future<?>> runs = new ArrayList<>(batch.size() + 2);
        runs.add(sql.query("BEGIN").execute());
        boolean records = batch.stream().anyMatch(pending -> pending.command.records());
        Future<Long> head = records ? ledger.head(sql) : Future.succeededFuture();
        runs.add(head);
        batch.forEach(pending -> runs.add(pending.run(sql)));
        return Future.join(runs)
                .otherwiseEmpty()
                .compose(ran -> undoing(runs))
                .compose(ran -> {
                    List<Unit> units =
                            batch.stream().filter(Pending::ran).map(p -> p.unit).toList();
                    Future<Void> appended = ledger.append(sql, head.result(), units);
                    Future<?> committed = sql.query("COMMIT").execute();
                    return Future.join(appended, committed).map(units);
                })
                .timeout(TRANSACTION_MILLIS, TimeUnit.MILLISECONDS)
                .recover(cause -> SqlFailures.lost(cause)
                        ? Future.failedFuture(cause)
                        : sql.query("ROLLBACK")
                                .execute()
                                .otherwiseEmpty()
                                .compose(undone -> Future.failedFuture(cause)))
                .map(units -> {
                    ledger.committed(units);
                    batch.forEach(Pending::tell);
                    units.forEach(unit -> unit.afterCommit.forEach(Runnable::run));
                    return null;
                });
    }

    /** Fails with the first failure that undoes the transaction, as opposed to a command's own refusal. */
    private static Future<Void> undoing(List<Future<?>> runs) {
        return runs.stream()
                .filter(run -> run.failed() && !(run.cause() instanceof Failure))
                .findFirst()
                .map(run -> Future.<Void>failedFuture(run.cause()))
                .orElseGet(Future::succeededFuture);
    }

    private static final class Pending<R> {
        final Command<R> command;
        final long bytes;
        final Promise<R> promise;
        Unit unit;
        Future<R> result;

        Pending(Command<R> command, long bytes, Promise<R> promise) {
            this.command = command;
            this.bytes = bytes;
            this.promise = promise;
        }

        Future<R> run(SqlConnection sql) {
            unit = new Unit(sql);
            try {
                result = command.in(unit);
            } catch (RuntimeException e) {
                result = Future.failedFuture(e);
            }
            return result;
        }

        boolean ran() {
            return result.succeeded();
        }

        void tell() {
            if (result.succeeded()) {
                promise.complete(result.result());
            } else {
                promise.fail(result.cause());
            }
        }

        void fail(Throwable cause) {
            promise.fail(SqlFailures.of(cause));
        }
    }
}
