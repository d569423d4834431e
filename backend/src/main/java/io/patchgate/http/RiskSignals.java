package io.patchgate.http;

import io.patchgate.bus.Store;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Signal;
import io.patchgate.signals.Signals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The risk signals of requests, worked out when a reviewer asks and not before, since nothing that an agent can time
 * may depend on them. On few threads of their own; the latest are kept, and whoever asks for one that is being worked
 * out waits for the same. For one context.
 */
final class RiskSignals {
    private static final Logger log = LoggerFactory.getLogger(RiskSignals.class);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 16;
    private static final int KEPT = 128;
    private static final int PATIENCE_SECONDS = 4;

    private final WorkerExecutor workers;
    private final Map<Content, List<Signal>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Content, List<Signal>> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Content, Future<List<Signal>>> underWay = new LinkedHashMap<>();

    RiskSignals(Vertx vertx) {
        workers = vertx.createSharedWorkerExecutor("patchgate-signals", THREADS);
    }

    /** What signals follow from: a request's contents, by their key, and what the kernel loads of them. */
    private record Content(UUID requestId, String approvalKey, Demand demand) {}

    /** Empty where they are not known in time; what is under way is then found by a later call. */
    Future<Optional<List<Signal>>> of(Store.PatchDetail request, Demand demand) {
        Content content = new Content(request.row().requestId(), request.approvalKey(), demand);
        List<Signal> found = known.get(content);
        if (found != null) {
            return Future.succeededFuture(Optional.of(found));
        }
        Future<List<Signal>> working = underWay.get(content);
        if (working == null) {
            if (underWay.size() >= MOST_WAITING) {
                return Future.succeededFuture(Optional.empty());
            }
            working = begin(content, request);
        }
        return working.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .map(Optional::of)
                .recover(cause -> Future.succeededFuture(Optional.empty()));
    }

    private Future<List<Signal>> begin(Content content, Store.PatchDetail request) {
        Future<List<Signal>> working = workers.executeBlocking(
                () -> Signals.of(
                        request.row().diff(),
                        request.changes(),
                        request.files(),
                        request.row().reasoning(),
                        content.demand),
                false);
        underWay.put(content, working);
        return working.onComplete(done -> {
            underWay.remove(content);
            if (done.succeeded()) {
                known.put(content, done.result());
            } else {
                log.error("The signals of {} cannot be worked out", content.requestId, done.cause());
            }
        });
    }
}
