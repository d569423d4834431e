package io.patchgate.generation.authoring;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.ModelUse;
import io.patchgate.generation.Author;
import io.patchgate.generation.model.ModelSettings;
import io.vertx.core.Vertx;
import java.util.List;

/** What reviewers see of the model's budget: some seconds old, so that it can be told at once. */
final class BudgetView {
    private static final long REFRESH_MILLIS = 5_000;

    private final ModelSettings settings;
    private volatile ModelUse.Spent spent = new ModelUse.Spent(0, 0, 0);

    BudgetView(Vertx vertx, Bus bus, ModelSettings settings) {
        this.settings = settings;
        // Where it cannot be asked for, what was known last stays.
        vertx.setPeriodic(
                0,
                REFRESH_MILLIS,
                timer -> bus.ask(Addresses.STORE_MODEL_SPENT, null).onSuccess(now -> spent = now));
    }

    Author.Model shown() {
        ModelUse.Spent now = spent;
        ModelSettings.Budget budget = settings.budget();
        return new Author.Model(
                settings.name(),
                settings.provider() instanceof ModelSettings.Server server
                        ? "chat completions at " + server.url().getAuthority()
                        : "a program in the sandbox",
                List.of(
                        new Author.Budget("requests a day", now.requests(), budget.requestsPerDay()),
                        new Author.Budget("tokens a day", now.tokens(), budget.tokensPerDay()),
                        new Author.Budget("calls at once", now.underWay(), budget.concurrent())));
    }
}
