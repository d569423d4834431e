package io.patchgate.generation.model;

import java.util.ArrayList;
import java.util.List;

/** Somebody's right to end a call before its answer. Thread-safe; cancelling twice is cancelling once. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            cancelled = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Runnable::run);
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** Runs the listener when it is cancelled, at once where it is so already. */
    void onCancel(Runnable listener) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    synchronized void forget(Runnable listener) {
        listeners.remove(listener);
    }
}
