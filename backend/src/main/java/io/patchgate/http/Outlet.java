package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Where one subscriber's events go. Used on its event loop alone. */
interface Outlet {
    void write(Buffer bytes);

    /** Whether the reader is so far behind that nothing more should be written for now. */
    boolean full();

    /** Runs the action once, when no longer {@link #full}. */
    void onDrain(Runnable action);

    /** Ends in order; the future may never complete when the reader does not read. */
    Future<Void> end();

    /** Drops the connection with all that is queued on it, at once. */
    void cut();
}
