package io.patchgate.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The page, from the class path. Files under {@code /assets/} are named by their content and kept by
 * browsers for good; {@code index.html} is never kept, carries a nonce of its own each time, and
 * answers every other path that a browser navigates to. Compressed siblings ({@code .br}, {@code .gz})
 * are sent where the browser takes them. What was read once stays in memory.
 */
final class StaticFiles implements Handler<RoutingContext> {
    private static final String INDEX = "/index.html";
    private static final String NONCE = "__CSP_NONCE__";

    /** No dot at the beginning of a segment, and a suffix: neither a folder nor a way out can be named. */
    private static final Pattern FILE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.@-]*)*\\.[A-Za-z0-9]+");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Vertx vertx;
    private final String root;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Buffer> read = new ConcurrentHashMap<>();

    /** @param root a folder of the class path */
    StaticFiles(Vertx vertx, String root) {
        this.vertx = vertx;
        this.root = root;
    }

    @Override
    public void handle(RoutingContext ctx) {
        HttpMethod method = ctx.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            Problems.notAllowed(ctx, List.of("GET", "HEAD"));
            return;
        }
        answer(ctx).onFailure(cause -> Problems.fail(ctx, cause));
    }

    private Future<Void> answer(RoutingContext ctx) {
        String path = ctx.normalizedPath();
        if (path.equals("/") || path.equals(INDEX)) {
            return index(ctx);
        }
        if (!FILE.matcher(path).matches() || path.endsWith(".br") || path.endsWith(".gz")) {
            return other(ctx, path);
        }
        return file(ctx, path, encodings(ctx));
    }

    private Future<Void> file(RoutingContext ctx, String path, List<Encoding> left) {
        if (left.isEmpty()) {
            return load(path)
                    .compose(
                            found -> found.isEmpty() ? other(ctx, path) : send(ctx, path, found.get(), Encoding.PLAIN));
        }
        Encoding encoding = left.get(0);
        return load(path + encoding.suffix)
                .compose(found -> found.isPresent()
                        ? send(ctx, path, found.get(), encoding)
                        : file(ctx, path, left.subList(1, left.size())));
    }

    private static Future<Void> send(RoutingContext ctx, String path, Buffer content, Encoding encoding) {
        HttpServerResponse response = ctx.response();
        boolean named = path.startsWith("/assets/");
        response.putHeader(HttpHeaders.CONTENT_TYPE, type(path))
                .putHeader(HttpHeaders.CACHE_CONTROL, named ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader(HttpHeaders.VARY, "Accept-Encoding");
        if (encoding != Encoding.PLAIN) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, encoding.name);
        }
        return end(ctx, content);
    }

    /** A place in the page, when a browser navigates there. */
    private Future<Void> other(RoutingContext ctx, String path) {
        String accept = ctx.request().getHeader(HttpHeaders.ACCEPT);
        if (accept != null && accept.contains("text/html") && !path.startsWith("/assets/")) {
            return index(ctx);
        }
        Problems.refuse(ctx, 404);
        return Future.succeededFuture();
    }

    private Future<Void> index(RoutingContext ctx) {
        return load(INDEX).compose(found -> {
            if (found.isEmpty()) {
                Problems.refuse(ctx, 404);
                return Future.succeededFuture();
            }
            byte[] bytes = new byte[18];
            random.nextBytes(bytes);
            String nonce = Base64.getEncoder().encodeToString(bytes);
            ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, type(INDEX))
                    .putHeader("Content-Security-Policy", policy(nonce))
                    .putHeader("Cross-Origin-Opener-Policy", "same-origin");
            return end(ctx, Buffer.buffer(found.get().toString().replace(NONCE, nonce)));
        });
    }

    private static String policy(String nonce) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self' 'nonce-" + nonce + "'",
                "img-src 'self' data:",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'");
    }

    private static Future<Void> end(RoutingContext ctx, Buffer content) {
        HttpServerResponse response = ctx.response();
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
            return response.end().otherwiseEmpty();
        }
        return response.end(content).otherwiseEmpty();
    }

    private Future<Optional<Buffer>> load(String path) {
        Buffer kept = read.get(path);
        if (kept != null) {
            return Future.succeededFuture(Optional.of(kept));
        }
        return vertx.executeBlocking(
                () -> {
                    Optional<Buffer> found = resource(path);
                    found.ifPresent(content -> read.put(path, content));
                    return found;
                },
                false);
    }

    private Optional<Buffer> resource(String path) throws IOException {
        try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(root + path)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        }
    }

    private static String type(String path) {
        return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static List<Encoding> encodings(RoutingContext ctx) {
        String accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted == null
                ? List.of()
                : Arrays.stream(Encoding.values())
                        .filter(e -> e != Encoding.PLAIN && e.accepted(accepted))
                        .toList();
    }

    /** In the order of preference. */
    private enum Encoding {
        BROTLI("br", ".br"),
        GZIP("gzip", ".gz"),
        PLAIN("identity", "");

        private final String name;
        private final String suffix;

        Encoding(String name, String suffix) {
            this.name = name;
            this.suffix = suffix;
        }

        boolean accepted(String header) {
            return Arrays.stream(header.split(","))
                    .map(part -> part.replace(" ", ""))
                    .anyMatch(part ->
                            part.equals(name) || part.startsWith(name + ";q=") && !part.matches(".*;q=0(\\.0*)?"));
        }
    }
}
