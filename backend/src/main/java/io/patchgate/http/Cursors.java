package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.Store;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * Page cursors as callers hold them: opaque, 24 bytes in base64url. They are not signed: a forged one
 * names at most a place in a list that the caller may read anyway, and as they fill base64 exactly,
 * each has one spelling. The second highest bit says by which time the list is sorted, so that a
 * cursor of one order is not taken for a place in the other.
 */
final class Cursors {
    private static final int LENGTH = Long.BYTES * 3;
    private static final long DECIDED = 1L << 62;
    private static final long LATEST = micros(Instant.parse("9999-12-31T23:59:59Z"));

    private Cursors() {}

    static String encode(Store.Cursor cursor) {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .putLong(micros(cursor.at()) | (cursor.sort() == Store.Sort.DECIDED ? DECIDED : 0))
                .putLong(cursor.requestId().getMostSignificantBits())
                .putLong(cursor.requestId().getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null for null. */
    static Store.Cursor decode(String text, Store.Sort sort) {
        if (text == null) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw forged();
        }
        if (bytes.length != LENGTH) {
            throw forged();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long micros = buffer.getLong() ^ (sort == Store.Sort.DECIDED ? DECIDED : 0);
        if (micros < 0 || micros > LATEST) {
            throw forged();
        }
        return new Store.Cursor(
                sort, Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new UUID(buffer.getLong(), buffer.getLong()));
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private static Failure forged() {
        return Failure.invalid("cursor", "must be the next_cursor of a page in the same order");
    }
}
