package io.patchgate.bus;

import java.time.Duration;

/**
 * The place a command is sent to; {@code owner.verb}, served by one consumer, replied to.
 *
 * @param timeout after which the asker is told {@link FailureKind#TIMED_OUT}; the command itself may
 *     still succeed
 */
public record Address<Q, R>(String name, Duration timeout) {}
