package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.Version;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What one connection is sent must never be what another one was given. The buffers of all of them come
 * from one pool, and there has been a release of it that lost count when threads freed what others had
 * allocated; a subscriber then read bytes that were not its own.
 */
class NetworkBuffersTest {
    private static final int THREADS = 8;
    private static final int EACH = 10_000;
    private static final int STRIDE = 512;

    private final AtomicLong foreign = new AtomicLong();
    private final BlockingQueue<Filled> handedOver = new ArrayBlockingQueue<>(64);

    private record Filled(ByteBuf bytes, long pattern) {}

    /** The race needs luck to be seen, so the release that ended it is asked for too. */
    @Test
    void thePoolIsOfAReleaseThatKeepsCount() {
        Set<String> versions = Version.identify().values().stream()
                .map(Version::artifactVersion)
                .collect(Collectors.toSet());
        assertThat(versions).hasSize(1);
        String[] parts = versions.iterator().next().split("\\.");
        assertThat(parts).startsWith("4", "2");
        assertThat(Integer.parseInt(parts[2])).isGreaterThanOrEqualTo(14);
    }

    @Test
    @Timeout(120)
    void noTwoBuffersInUseShareMemory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("buffers"));
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            runs.add(threads.submit(this::allocateAndFree));
        }
        threads.shutdown();
        for (Future<?> run : runs) {
            run.get();
        }
        handedOver.forEach(this::verify);
        assertThat(foreign).hasValue(0);
    }

    private void allocateAndFree() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < EACH; i++) {
            Filled mine = fill(random.nextInt(17_000, 317_000), random.nextLong());
            if (!handedOver.offer(mine)) {
                verify(mine);
            }
            Filled another = random.nextBoolean() ? handedOver.poll() : null;
            if (another != null) {
                verify(another);
            }
        }
    }

    private static Filled fill(int size, long pattern) {
        ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(size);
        for (int at = 0; at + Long.BYTES <= size; at += STRIDE) {
            bytes.setLong(at, pattern);
        }
        return new Filled(bytes, pattern);
    }

    private void verify(Filled filled) {
        for (int at = 0; at + Long.BYTES <= filled.bytes.capacity(); at += STRIDE) {
            if (filled.bytes.getLong(at) != filled.pattern) {
                foreign.incrementAndGet();
                break;
            }
        }
        filled.bytes.release();
    }
}
