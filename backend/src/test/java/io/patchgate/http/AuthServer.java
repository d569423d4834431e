package io.patchgate.http;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.Store;
import io.patchgate.patch.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The real handlers of sessions and tokens behind a bare router, over a request log made of maps. */
final class AuthServer implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    final Map<String, Store.User> users = new ConcurrentHashMap<>();
    final Map<String, Store.User> links = new ConcurrentHashMap<>();
    final List<Store.Revocation> revoked = new CopyOnWriteArrayList<>();
    final Revocations revocations = new Revocations(Clock.systemUTC());
    final Csrf csrf;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.install(vertx);
    private final TokenMint mint;
    private final boolean trustedProxy;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    AuthServer(Path dataDir) throws IOException, InterruptedException {
        this(dataDir, false);
    }

    AuthServer(Path dataDir, boolean trustedProxy) throws IOException, InterruptedException {
        this.trustedProxy = trustedProxy;
        SigningKeys keys = SigningKeys.open(dataDir);
        mint = new TokenMint(keys, Clock.systemUTC());
        csrf = new Csrf(keys);
        bus.serve(Addresses.STORE_USER, name -> Future.succeededFuture(Optional.ofNullable(users.get(name))));
        bus.serve(
                Addresses.STORE_REDEEM_LINK,
                digest -> Future.succeededFuture(Optional.ofNullable(links.remove(digest))));
        bus.serve(Addresses.STORE_REVOKE, revocation -> {
            revoked.add(revocation);
            return Future.succeededFuture();
        });
        bus.serve(Addresses.STORE_REVOCATIONS, none -> Future.succeededFuture(List.of()));
        bus.serve(Addresses.STORE_REVOKED_AGENTS, none -> Future.succeededFuture(List.of()));
        bus.serve(Addresses.STORE_REVOKE_AGENT, revocation -> Future.succeededFuture(3));
        revocations.follow(vertx, bus);
        Tokens tokens = new Tokens(vertx, keys, revocations, Clock.systemUTC());
        server = vertx.createHttpServer()
                .requestHandler(router(tokens))
                .listen(0, "127.0.0.1")
                .await();
        while (!revocations.known()) {
            Thread.sleep(10);
        }
    }

    private Router router(Tokens tokens) {
        SignIn signIn = new SignIn(bus, new PasswordChecks(vertx), new SignInLimit());
        SessionRoutes sessions = new SessionRoutes(bus, tokens, revocations, csrf, signIn, Clock.systemUTC());
        TokenRoutes minting = new TokenRoutes(bus, tokens, revocations, Clock.systemUTC());
        Router router = Router.router(vertx);
        router.route().handler(Peer.found(trustedProxy));
        router.route().handler(BodyHandler.create());
        router.route().handler(rc -> {
            Map<String, Object> parameters = new HashMap<>();
            String path = rc.normalizedPath();
            parameters.put("jti", path.substring(path.lastIndexOf('/') + 1));
            parameters.put("subject", path.substring(path.lastIndexOf('/') + 1));
            Object body = rc.body().length() > 0 ? rc.body().asJsonObject() : null;
            new Input(parameters, body, null).put(rc);
            rc.next();
        });
        router.post("/api/session").handler(rc -> run(rc, sessions::createSession));
        router.route("/api/*").handler(new Authentication(tokens, csrf));
        router.delete("/api/session").handler(rc -> run(rc, sessions::deleteSession));
        router.get("/api/me").handler(rc -> run(rc, sessions::getMe));
        router.post("/api/tokens").handler(rc -> run(rc, minting::createToken));
        router.delete("/api/tokens/:jti").handler(rc -> run(rc, minting::revokeToken));
        router.delete("/api/agents/:subject").handler(rc -> run(rc, minting::revokeAgent));
        return router;
    }

    private static void run(RoutingContext rc, Function<RoutingContext, Future<Void>> handler) {
        handler.apply(rc).onFailure(cause -> Problems.fail(rc, cause));
    }

    void person(String name, String... roles) {
        users.put(name, new Store.User(name, Passwords.hash(PASSWORD), List.of(roles)));
    }

    TokenMint.Minted token(String subject, Role role) {
        return mint.mint(subject, Set.of(role), null, Duration.ofHours(1));
    }

    int port() {
        return server.actualPort();
    }

    /** @param headers names and values in turn */
    HttpResponse<String> call(String method, String path, JsonObject body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> signIn(String name, String password, String... headers)
            throws IOException, InterruptedException {
        return call("POST", "/api/session", new JsonObject().put("name", name).put("password", password), headers);
    }

    static String cookie(HttpResponse<?> response) {
        String header = response.headers().firstValue("Set-Cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
