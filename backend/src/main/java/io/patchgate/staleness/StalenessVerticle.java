package io.patchgate.staleness;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.workspace.Workspace;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells reviewers at once when a file of a pending request changes under it. It decides nothing: whether a request is
 * stale is found out anew whenever it is read, decided or applied.
 *
 * <p>The newest {@value #MOST_FILES} files of what is pending are looked after, in at most {@link Folders#MOST} folders
 * by the operating system's word and in the others every {@value #EVERYTHING_MILLIS} ms; a change of any file beyond is
 * seen when its request is read. What is done follows the ledger and a clock and never a single submission, and is done
 * for what the gate denied as for the rest, so that it cannot be heard which it was.
 */
public final class StalenessVerticle extends VerticleBase {
    static final int MOST_FILES = 2_000;
    private static final long LOOK_MILLIS = 500;
    private static final long EVERYTHING_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(StalenessVerticle.class);

    private final Bus bus;
    private final LedgerPosition ledger;
    private final Observation observation;
    private WorkerExecutor thread;
    private long followed = -1;
    private long lookedAtAll;
    private boolean looking;

    /** @param workspaces by name */
    public StalenessVerticle(Bus bus, LedgerPosition ledger, Map<String, Workspace> workspaces) {
        this.bus = bus;
        this.ledger = ledger;
        this.observation = new Observation(workspaces);
    }

    @Override
    public Future<?> start() {
        thread = vertx.createSharedWorkerExecutor("patchgate-staleness", 1);
        vertx.setPeriodic(LOOK_MILLIS, timer -> look());
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return thread.executeBlocking(() -> {
            observation.close();
            return null;
        });
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        long now = System.nanoTime() / 1_000_000;
        boolean all = lookedAtAll == 0 || now - lookedAtAll >= EVERYTHING_MILLIS;
        follow().compose(followed -> thread.executeBlocking(() -> observation.changes(all)))
                .onSuccess(changes -> {
                    lookedAtAll = all ? now : lookedAtAll;
                    changes.forEach(change -> bus.publish(Addresses.STALENESS_CHANGED, change));
                })
                .onFailure(cause -> log.debug("Files of pending requests are not looked at", cause))
                .onComplete(done -> looking = false);
    }

    /** What is pending follows from the ledger. */
    private Future<Void> follow() {
        long position = ledger.get();
        if (position == followed) {
            return Future.succeededFuture();
        }
        return bus.ask(Addresses.STORE_WATCHED, MOST_FILES)
                .compose(files -> thread.<Void>executeBlocking(() -> {
                    observation.follow(files);
                    return null;
                }))
                .onSuccess(done -> followed = position);
    }
}
