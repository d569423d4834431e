package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is believed of a caller, on a real connection from loopback. */
class PeerTest {
    private static Vertx vertx;
    private static int trusting;
    private static int alone;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        trusting = listen(true);
        alone = listen(false);
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    private static int listen(boolean trustedProxy) {
        Router router = Router.router(vertx);
        router.route().handler(Peer.found(trustedProxy));
        router.route()
                .handler(ctx ->
                        ctx.end(Peer.of(ctx).address() + " " + Peer.of(ctx).secure()));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        return server.actualPort();
    }

    private static String peer(int port, List<String> headers) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            return http.get("/", null, headers.toArray(String[]::new)).text();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7                       | 198.51.100.7",
                "10.0.0.1, 198.51.100.7             | 198.51.100.7",
                "198.51.100.7:4711                  | 198.51.100.7",
                "2001:db8::1                        | 2001:db8::1",
                "[2001:db8::1]                      | 2001:db8::1",
                "[2001:db8::1]:443                  | 2001:db8::1",
                "unknown                            | 127.0.0.1",
                "198.51.100.7, unknown              | 127.0.0.1",
                "198.51.100.7,                      | 127.0.0.1",
                "example.org                        | 127.0.0.1",
                "<script>                           | 127.0.0.1",
            })
    void onlyTheAddressThatTheProxyAddedCounts(String forwardedFor, String address) throws IOException {
        List<String> headers = List.of("X-Forwarded-For: " + forwardedFor);
        assertThat(peer(trusting, headers)).isEqualTo(address + " false");
        assertThat(peer(alone, headers)).isEqualTo("127.0.0.1 false");
    }

    @Test
    void theLastOfSeveralLinesCounts() throws IOException {
        List<String> headers = List.of(
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-For: 198.51.100.7",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Proto: https");
        assertThat(peer(trusting, headers)).isEqualTo("198.51.100.7 true");
        assertThat(peer(alone, headers)).isEqualTo("127.0.0.1 false");
    }

    @Test
    void whatNobodyForwardedIsTheProxysOwn() throws IOException {
        assertThat(peer(trusting, List.of())).isEqualTo("127.0.0.1 false");
    }
}
