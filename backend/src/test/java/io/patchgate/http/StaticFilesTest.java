package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.http.RawHttp.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    private static final Vertx vertx = Vertx.vertx();
    private static HttpServer server;

    @BeforeAll
    static void start() {
        Router router = Router.router(vertx);
        router.route().handler(Peer.found(false));
        router.route().handler(new SecurityHeaders()).handler(new StaticFiles(vertx, "page"));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/requests/0b6d3c1e", "/deep/link?x=1", "/files/a.py"})
    void answersEveryPlaceInThePageWithTheIndex(String path) throws IOException {
        Reply reply = get(path, "Accept: text/html,application/xhtml+xml");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Server")).isNull();
    }

    @Test
    void givesEachIndexANonceOfItsOwnThatThePolicyNames() throws IOException {
        Reply first = get("/");
        Reply second = get("/");
        Matcher nonce = Pattern.compile("style-src 'self' 'nonce-([A-Za-z0-9+/]{24})'")
                .matcher(first.header("Content-Security-Policy"));
        assertThat(nonce.find()).isTrue();
        assertThat(first.text()).contains("nonce=\"" + nonce.group(1) + "\"").doesNotContain("__CSP_NONCE__");
        assertThat(second.text()).isNotEqualTo(first.text());
        assertThat(first.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void letsBrowsersKeepAssetsForGood() throws IOException {
        Reply reply = get("/assets/app-1a2b.js");
        assertThat(reply.text()).contains("plain");
        assertThat(reply.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(reply.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(get("/favicon.svg").header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void sendsWhatWasCompressedBeforeWhereItIsAccepted() throws IOException {
        Reply brotli = get("/assets/app-1a2b.js", "Accept-Encoding: gzip, deflate, br");
        assertThat(brotli.text()).isEqualTo("BROTLI\n");
        assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
        assertThat(brotli.header("Vary")).containsIgnoringCase("accept-encoding");
        assertThat(get("/assets/app-1a2b.js", "Accept-Encoding: gzip, br;q=0").header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(get("/favicon.svg", "Accept-Encoding: br").header("Content-Encoding"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/none.js",
                "/assets",
                "/assets/",
                "/none.txt",
                "/requests",
                "/assets/app-1a2b.js.br",
                "/../openapi.yaml",
                "/%2e%2e/openapi.yaml",
                "/assets/..%2f..%2fopenapi.yaml",
                "/.git/config",
                "//openapi.yaml",
                "/assets%00.js"
            })
    void answersAProgramThatAsksForNothingThereWith404(String path) throws IOException {
        Reply reply = get(path, "Accept: */*");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void neverAnswersAMissingAssetWithThePage() throws IOException {
        assertThat(get("/assets/old-ffff.js", "Accept: text/html").status()).isEqualTo(404);
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        try (RawHttp http = new RawHttp(server.actualPort())) {
            Reply reply = http.call("HEAD", "/favicon.svg", null, null);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Length")).isEqualTo("42");
            assertThat(http.get("/favicon.svg", null).body()).hasSize(42);
        }
    }

    private static Reply get(String path, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(server.actualPort())) {
            return http.get(path, null, headers);
        }
    }
}
