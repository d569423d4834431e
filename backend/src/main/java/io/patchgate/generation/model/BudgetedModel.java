package io.patchgate.generation.model;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Bus;
import io.patchgate.bus.ModelUse;
import io.patchgate.generation.model.ModelFailure.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the model only where the day's budget, which all nodes share, has room for the longest answer; what a call did
 * not take is given back when it ends. Where the budget cannot be asked for, nothing is called.
 */
final class BudgetedModel implements Model {
    private static final Logger log = LoggerFactory.getLogger(BudgetedModel.class);
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private final Bus bus;
    private final Model model;
    private final ModelSettings.Limits limits;
    private final ModelSettings.Budget budget;

    BudgetedModel(Bus bus, Model model, ModelSettings.Limits limits, ModelSettings.Budget budget) {
        this.bus = bus;
        this.model = model;
        this.limits = limits;
        this.budget = budget;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Future<Answer> complete(Prompt prompt, Cancellation cancellation) {
        ModelUse.Reservation reservation = new ModelUse.Reservation(
                UUID.randomUUID(),
                (long) prompt.tokens() + limits.answerTokens(),
                limits.total().plus(SETTLING),
                budget.requestsPerDay(),
                budget.tokensPerDay(),
                budget.concurrent());
        return bus.ask(Addresses.STORE_RESERVE_MODEL_CALL, reservation)
                .recover(cause -> Future.failedFuture(new ModelFailure(
                        Kind.UNAVAILABLE, "Whether there is budget left for the model cannot be known now.")))
                .compose(grant -> grant == ModelUse.Grant.GRANTED
                        ? called(prompt, cancellation, reservation)
                        : Future.failedFuture(refused(grant)));
    }

    private Future<Answer> called(Prompt prompt, Cancellation cancellation, ModelUse.Reservation reservation) {
        return model.complete(prompt, cancellation)
                .onSuccess(answer -> settle(reservation, answer.tokens()))
                .onFailure(cause -> settle(reservation, taken(cause, prompt)));
    }

    /** A call that was answered by nobody took nothing; of any other the prompt at least was read. */
    private static long taken(Throwable cause, Prompt prompt) {
        boolean nobody = cause instanceof ModelFailure failure
                && (failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.RATE_LIMITED);
        return nobody ? 0 : prompt.tokens();
    }

    private void settle(ModelUse.Reservation reservation, long tokens) {
        bus.ask(Addresses.STORE_SETTLE_MODEL_CALL, new ModelUse.Settlement(reservation.callId(), tokens))
                .onFailure(
                        cause -> log.warn("A call of the model counts as longer than it was: {}", cause.getMessage()));
    }

    private ModelFailure refused(ModelUse.Grant grant) {
        return switch (grant) {
            case BUSY ->
                new ModelFailure(
                        Kind.BUSY, "As many calls of the model as may be (" + budget.concurrent() + ") are under way.");
            case NO_REQUESTS ->
                new ModelFailure(
                        Kind.OVER_BUDGET,
                        "The model was called " + budget.requestsPerDay() + " times today, which is all that may be.");
            default ->
                new ModelFailure(
                        Kind.OVER_BUDGET,
                        "Of the " + budget.tokensPerDay() + " tokens a day too few are left for this call.");
        };
    }
}
