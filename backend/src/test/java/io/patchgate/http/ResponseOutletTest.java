package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A response whose reader never reads. */
@Timeout(60)
class ResponseOutletTest {
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Void> full = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final CompletableFuture<Outlet> outlet = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer()
                .requestHandler(this::fill)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private void fill(HttpServerRequest request) {
        request.connection().closeHandler(gone -> closed.complete(null));
        Outlet made = new ResponseOutlet(request.response().setChunked(true), request.connection(), request.version());
        write(made, Buffer.buffer(new byte[64 * 1024]));
        outlet.complete(made);
    }

    private void write(Outlet to, Buffer bytes) {
        if (to.full()) {
            full.complete(null);
        } else {
            to.write(bytes);
            vertx.runOnContext(turn -> write(to, bytes));
        }
    }

    @Test
    void isFullSoonerOrLaterAndClosesAtOnceWhenItIsCut() throws Exception {
        try (EventClient reader = new EventClient(server.actualPort(), "/")) {
            full.get(20, TimeUnit.SECONDS);
            assertThat(closed).isNotDone();
            vertx.runOnContext(turn -> outlet.join().cut());
            closed.get(5, TimeUnit.SECONDS);
            assertThat(reader.status()).isEqualTo(200);
        }
    }
}
