package benchmark;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The least that Vert.x can do: one handler, no routing, no tokens, the bytes of one file for every request. */
public final class BareHandler extends VerticleBase {
    private final Buffer body;
    private final AtomicInteger port;

    private BareHandler(Buffer body, AtomicInteger port) {
        this.body = body;
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        Buffer body = Buffer.buffer(Files.readAllBytes(Path.of(arguments[0])));
        AtomicInteger port = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(
                        () -> new BareHandler(body, port),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .onSuccess(all -> System.out.println("ready " + port.get()))
                .onFailure(failure -> {
                    System.out.println(failure);
                    vertx.close();
                });
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("content-type", "application/json")
                        .end(body))
                // A negative number is a free port that the instances share.
                .listen(-1, "127.0.0.1")
                .onSuccess(server -> port.set(server.actualPort()));
    }
}
