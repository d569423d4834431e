package io.patchgate.sandbox;

/**
 * Where a run's output goes while it runs. Called on a thread of the run, one call at a time for each stream; what is
 * handed over may be kept only by copying it.
 */
@FunctionalInterface
public interface Output {
    Output NOWHERE = (bytes, length) -> {};

    void write(byte[] bytes, int length);
}
