package io.patchgate.checks;

import io.patchgate.sandbox.Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning and the end of what a run writes, in at most so many bytes; may be read while it is written. */
final class BoundedLog implements Output {
    private final int half;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] tail;
    private long beyond;

    BoundedLog(int most) {
        half = most / 2;
        tail = new byte[half];
    }

    @Override
    public synchronized void write(byte[] bytes, int length) {
        int first = Math.min(length, half - head.size());
        head.write(bytes, 0, first);
        for (int i = first; i < length; i++) {
            tail[(int) (beyond++ % half)] = bytes[i];
        }
    }

    /** As UTF-8, in which a character may have been cut. */
    synchronized String text() {
        StringBuilder text = new StringBuilder(head.toString(StandardCharsets.UTF_8));
        if (beyond > half) {
            text.append("\n… ").append(beyond - half).append(" bytes are left out …\n");
            int from = (int) (beyond % half);
            text.append(new String(tail, from, half - from, StandardCharsets.UTF_8));
            return text.append(new String(tail, 0, from, StandardCharsets.UTF_8))
                    .toString();
        }
        return text.append(new String(tail, 0, (int) beyond, StandardCharsets.UTF_8))
                .toString();
    }
}
