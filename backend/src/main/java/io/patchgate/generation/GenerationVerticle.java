package io.patchgate.generation;

import static io.patchgate.bus.Addresses.GENERATION_FEEDBACK;
import static io.patchgate.bus.Addresses.STORE_FEEDBACK;

import io.patchgate.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** The Will's place on the bus. Takes feedback in; the loop that learns from it will listen here. */
public final class GenerationVerticle extends VerticleBase {
    private final Bus bus;

    public GenerationVerticle(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        bus.serve(GENERATION_FEEDBACK, events -> bus.ask(STORE_FEEDBACK, FeedbackIntake.checked(events)));
        return Future.succeededFuture();
    }
}
