package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/** A response that goes on for long. What its reader does not take is kept up to a bound, in bytes. */
final class ResponseOutlet implements Outlet {
    private static final int QUEUED_BYTES = 256 * 1024;

    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final boolean ownConnection;

    ResponseOutlet(HttpServerResponse response, HttpConnection connection, HttpVersion version) {
        this.response = response.setWriteQueueMaxSize(QUEUED_BYTES);
        this.connection = connection;
        this.ownConnection = version != HttpVersion.HTTP_2;
    }

    @Override
    public void write(Buffer bytes) {
        response.write(bytes);
    }

    @Override
    public boolean full() {
        return !response.closed() && response.writeQueueFull();
    }

    @Override
    public void onDrain(Runnable action) {
        response.drainHandler(drained -> {
            response.drainHandler(null);
            action.run();
        });
    }

    @Override
    public Future<Void> end() {
        return response.end();
    }

    /**
     * Vert.x closes a connection when all that is queued has been written, which for a reader that does
     * not read is never, and it takes {@code channel().close()} for the same wish; hence the context, which
     * lies behind its handler.
     */
    @Override
    public void cut() {
        if (!ownConnection) {
            response.reset();
        } else if (connection instanceof HttpServerConnection open) {
            open.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }
}
