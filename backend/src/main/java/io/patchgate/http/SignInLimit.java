package io.patchgate.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Slows guessing down; one for all instances on a node, in memory, bounded, forgotten at a restart.
 * An attempt counts as failed from the moment it is admitted, so that many at once cannot slip
 * through together. After five failures of a name the next attempt must wait half a minute, and
 * twice as long after each further one, up to fifteen minutes: someone else's guessing delays a
 * person, and the one-time link, which is not limited by name, remains. An address has thirty
 * failures in fifteen minutes. Against guesses from many addresses at many names only good passwords help.
 */
public final class SignInLimit {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int NAME_FAILURES = 5;
    private static final int ADDRESS_FAILURES = 30;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(30);
    private static final int LARGEST = 20_000;
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private final Ticker ticker;
    private final Cache<String, Count> names;
    private final Cache<String, Count> addresses;

    public SignInLimit() {
        this(Ticker.systemTicker());
    }

    SignInLimit(Ticker ticker) {
        this.ticker = ticker;
        this.names = cache(ticker);
        this.addresses = cache(ticker);
    }

    /** @param since when the first of the failures was, or the last for a name; by the ticker */
    private record Count(int failures, long since) {}

    /**
     * Admits an attempt and counts it as failed, or says how long to wait.
     *
     * @param name null when the attempt is by link
     * @return zero when admitted
     */
    Duration admit(String name, String address) {
        Duration byAddress = admitAddress(block(address));
        if (!byAddress.isZero() || name == null) {
            return byAddress;
        }
        Duration byName = admitName(key(name));
        if (!byName.isZero()) {
            // Refused before anything was tried; so it tells nothing about the address.
            giveBack(addresses, block(address));
        }
        return byName;
    }

    void succeeded(String name, String address) {
        if (name != null) {
            names.invalidate(key(name));
        }
        giveBack(addresses, block(address));
    }

    /** Nothing was compared, for example because the database was away. */
    void untried(String name, String address) {
        if (name != null) {
            giveBack(names, key(name));
        }
        giveBack(addresses, block(address));
    }

    private Duration admitAddress(String block) {
        long now = ticker.read();
        Duration[] wait = {Duration.ZERO};
        addresses.asMap().compute(block, (k, count) -> {
            if (count == null || now - count.since >= WINDOW.toNanos()) {
                return new Count(1, now);
            }
            if (count.failures >= ADDRESS_FAILURES) {
                wait[0] = Duration.ofNanos(WINDOW.toNanos() - (now - count.since));
                return count;
            }
            return new Count(count.failures + 1, count.since);
        });
        return wait[0];
    }

    private Duration admitName(String name) {
        long now = ticker.read();
        Duration[] wait = {Duration.ZERO};
        names.asMap().compute(name, (k, count) -> {
            if (count == null || now - count.since >= WINDOW.toNanos()) {
                return new Count(1, now);
            }
            long left = delay(count.failures).toNanos() - (now - count.since);
            if (left > 0) {
                wait[0] = Duration.ofNanos(left);
                return count;
            }
            return new Count(count.failures + 1, now);
        });
        return wait[0];
    }

    private static Duration delay(int failures) {
        if (failures < NAME_FAILURES) {
            return Duration.ZERO;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - NAME_FAILURES, 10));
        return delay.compareTo(WINDOW) < 0 ? delay : WINDOW;
    }

    private static void giveBack(Cache<String, Count> counts, String key) {
        counts.asMap()
                .computeIfPresent(
                        key, (k, count) -> count.failures <= 1 ? null : new Count(count.failures - 1, count.since));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** One household has a whole /64 of IPv6, so that is what counts as one address. Never asks a name server. */
    private static String block(String address) {
        String literal = address.contains("%") ? address.substring(0, address.indexOf('%')) : address;
        if (!IPV6.matcher(literal).matches()) {
            return literal.substring(0, Math.min(literal.length(), 64));
        }
        try {
            InetAddress parsed = InetAddress.getByName(literal);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return literal;
        }
    }

    private static Cache<String, Count> cache(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(LARGEST)
                .expireAfterWrite(WINDOW.plus(WINDOW))
                .ticker(ticker)
                .build();
    }
}
