package io.patchgate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchgate.bus.LedgerPosition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Pages of reviewers' lists, read and encoded once for each position of the ledger, since nothing
 * they show changes without an entry there. A page is kept under the position that was read before
 * the store was asked: it may be newer than that, never older. Callers that miss the same page at the
 * same position share one load. Bounded in bytes; used on one event loop.
 *
 * <p>Who may read a page is checked before this is asked.
 */
final class PageCache {
    /** Encoded bytes that one instance keeps. */
    static final long MAX_BYTES = 32L * 1024 * 1024;

    private static final int ENTRY_OVERHEAD = 500;

    private final LedgerPosition ledger;
    private final Cache<Object, Page> pages = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((Object key, Page page) -> page.body().length() + ENTRY_OVERHEAD)
            .executor(Runnable::run)
            .build();
    private final Map<Load, Future<Page>> loads = new HashMap<>();

    PageCache(LedgerPosition ledger) {
        this.ledger = ledger;
    }

    /** @param etag names the bytes, in quotes; weak, since the transport may compress them */
    record Page(long position, Buffer body, String etag) {}

    private record Load(Object key, long position) {}

    Future<Page> get(Object key, Supplier<Future<Buffer>> encode) {
        long position = ledger.get();
        Page kept = pages.getIfPresent(key);
        if (kept != null && kept.position() == position) {
            return Future.succeededFuture(kept);
        }
        Load load = new Load(key, position);
        Future<Page> running = loads.get(load);
        if (running != null) {
            return running;
        }
        Future<Page> loading = encode.get().map(body -> new Page(position, body, etag(body)));
        loads.put(load, loading);
        return loading.onComplete(done -> loads.remove(load)).onSuccess(page -> pages.put(key, page));
    }

    private static String etag(Buffer body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return "W/\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
