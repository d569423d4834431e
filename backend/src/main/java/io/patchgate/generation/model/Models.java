package io.patchgate.generation.model;

import io.patchgate.bus.Bus;
import io.patchgate.sandbox.Sandbox;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Makes the model of the settings, with all that a call has around it. */
public final class Models {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private Models() {}

    /** @param sandbox in which a program is run */
    public static Model open(Vertx vertx, Bus bus, ModelSettings settings, Sandbox sandbox) {
        return open(vertx, bus, settings, sandbox, FIRST_PAUSE);
    }

    /** Each attempt is measured and paid for. */
    static Model open(Vertx vertx, Bus bus, ModelSettings settings, Sandbox sandbox, Duration firstPause) {
        Model model = provided(vertx, settings, sandbox);
        Model measured = new MeasuredModel(bus, new BudgetedModel(bus, model, settings.limits(), settings.budget()));
        return new PatientModel(vertx, measured, settings.limits().retries(), firstPause);
    }

    private static Model provided(Vertx vertx, ModelSettings settings, Sandbox sandbox) {
        if (settings.provider() instanceof ModelSettings.Program program) {
            int concurrent = settings.budget().concurrent();
            return new ProgramModel(vertx, settings.name(), program, settings.limits(), concurrent, sandbox);
        }
        ModelSettings.Server server = (ModelSettings.Server) settings.provider();
        return new ChatModel(vertx, settings.name(), server, settings.limits());
    }
}
