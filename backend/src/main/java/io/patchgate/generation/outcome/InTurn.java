package io.patchgate.generation.outcome;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks one after the other, so that many requests are no burst; one that fails does not stop the others. */
final class InTurn {
    private static final Logger log = LoggerFactory.getLogger(InTurn.class);

    private InTurn() {}

    static <T> Future<Void> each(List<T> all, Function<T, UUID> requestId, Function<T, Future<Void>> look) {
        Future<Void> looked = Future.succeededFuture();
        for (T one : all) {
            looked = looked.compose(done -> look.apply(one).recover(cause -> {
                log.warn("A look at {} failed: {}", requestId.apply(one), cause.getMessage());
                return Future.succeededFuture();
            }));
        }
        return looked;
    }
}
