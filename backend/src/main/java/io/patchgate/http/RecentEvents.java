package io.patchgate.http;

import io.patchgate.http.EventFrames.Frame;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest events, encoded once for everyone. Immutable, and shared between event loops.
 *
 * @param since every visible event after this sequence, up to {@code position}, is in {@code frames}
 * @param position up to where the ledger was read; it counts entries that reviewers must not know of,
 *     and never leaves this process
 * @param newest the sequence of the newest visible event, whether it is still in {@code frames} or not
 */
record RecentEvents(long since, long position, long newest, List<Frame> frames) {
    static final int KEPT = 1_000;

    /** Events to send next.
     *
     * @param after where they begin
     * @param upTo where the receiver stands once it has them
     * @param last whether nothing more is known behind them
     */
    record Stretch(long after, long upTo, Buffer bytes, boolean last) {
        static Stretch of(long after, long upTo, List<Frame> frames, boolean last) {
            if (frames.size() == 1) {
                return new Stretch(after, upTo, frames.get(0).bytes(), last);
            }
            Buffer bytes = Buffer.buffer();
            frames.forEach(frame -> bytes.appendBuffer(frame.bytes()));
            return new Stretch(after, upTo, bytes, last);
        }
    }

    static RecentEvents from(long position, long newest) {
        return new RecentEvents(position, position, newest, List.of());
    }

    /** With what was read behind {@code position}; the oldest make room. */
    RecentEvents plus(List<Frame> read, long readUpTo) {
        List<Frame> all = new ArrayList<>(frames);
        all.addAll(read);
        int dropped = Math.max(0, all.size() - KEPT);
        long newSince = dropped == 0 ? since : all.get(dropped - 1).sequence();
        long newNewest = read.isEmpty()
                ? newest
                : Math.max(newest, read.get(read.size() - 1).sequence());
        return new RecentEvents(
                newSince, Math.max(position, readUpTo), newNewest, List.copyOf(all.subList(dropped, all.size())));
    }

    /** Whether whoever has everything up to {@code sequence} finds the rest here. */
    boolean covers(long sequence) {
        return sequence >= since;
    }

    /** Needs {@link #covers}. */
    Stretch after(long sequence, int limit) {
        int from = firstAfter(sequence);
        int to = Math.min(frames.size(), from + limit);
        boolean last = to == frames.size();
        long upTo = last ? Math.max(position, sequence) : frames.get(to - 1).sequence();
        return Stretch.of(sequence, upTo, frames.subList(from, to), last);
    }

    private int firstAfter(long sequence) {
        // From the end, since almost everyone asks for the newest alone.
        int first = frames.size();
        while (first > 0 && frames.get(first - 1).sequence() > sequence) {
            first--;
        }
        return first;
    }
}
