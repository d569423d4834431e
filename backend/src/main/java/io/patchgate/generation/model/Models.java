package io.patchgate.generation.model;

import io.patchgate.bus.Bus;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Makes the model of the settings, with all that a call has around it. */
public final class Models {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private Models() {}

    public static Model open(Vertx vertx, Bus bus, ModelSettings settings) {
        return open(vertx, bus, settings, FIRST_PAUSE);
    }

    /** Each attempt is measured and paid for. */
    static Model open(Vertx vertx, Bus bus, ModelSettings settings, Duration firstPause) {
        ModelSettings.Server server = (ModelSettings.Server) settings.provider();
        Model model = new ChatModel(vertx, settings.name(), server, settings.limits());
        Model measured = new MeasuredModel(bus, new BudgetedModel(bus, model, settings.limits(), settings.budget()));
        return new PatientModel(vertx, measured, settings.limits().retries(), firstPause);
    }
}
