package io.patchgate.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who calls and over what, as far as the caller cannot make it up. Forwarded headers count only where
 * a proxy is trusted, and then only what that proxy wrote itself: the last element of
 * {@code X-Forwarded-For} and of {@code X-Forwarded-Proto}, since a caller can send any before it.
 *
 * @param address an IP address, or {@code local} over a Unix socket
 * @param secure whether the caller's own connection has TLS
 */
record Peer(String address, boolean secure) {
    private static final String KEY = "patchgate.peer";

    /** An address, by some proxies with the port; a version 6 address is then in brackets. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?|\\[?((?=[^\\]]*:)[0-9A-Fa-f:.]{2,45})(?:](?::\\d{1,5})?)?");

    /** Runs before whatever asks for the peer. */
    static Handler<RoutingContext> found(boolean trustedProxy) {
        return ctx -> {
            ctx.put(KEY, trustedProxy ? forwarded(ctx.request()) : direct(ctx.request()));
            ctx.next();
        };
    }

    static Peer of(RoutingContext ctx) {
        return ctx.get(KEY);
    }

    private static Peer direct(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String ip = remote == null ? null : remote.hostAddress();
        String host = remote == null ? null : remote.host();
        return new Peer(ip != null ? ip : host != null ? host : "local", request.isSSL());
    }

    /** What the proxy left out, or wrote in a form that says nothing, is the proxy's own. */
    private static Peer forwarded(HttpServerRequest request) {
        Peer proxy = direct(request);
        String address = last(request, "X-Forwarded-For");
        String proto = last(request, "X-Forwarded-Proto");
        return new Peer(
                address == null ? proxy.address() : literal(address, proxy.address()),
                proto == null ? proxy.secure() : proto.equalsIgnoreCase("https"));
    }

    private static String literal(String address, String otherwise) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return otherwise;
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** The last element of the last line; null when there is none. */
    private static String last(HttpServerRequest request, String header) {
        List<String> lines = request.headers().getAll(header);
        if (lines.isEmpty()) {
            return null;
        }
        String line = lines.get(lines.size() - 1);
        String element = line.substring(line.lastIndexOf(',') + 1).trim();
        return element.isEmpty() ? null : element;
    }
}
