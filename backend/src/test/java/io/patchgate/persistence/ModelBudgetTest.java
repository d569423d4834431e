package io.patchgate.persistence;

import static io.patchgate.bus.Addresses.STORE_MODEL_SPENT;
import static io.patchgate.bus.Addresses.STORE_RESERVE_MODEL_CALL;
import static io.patchgate.bus.Addresses.STORE_SETTLE_MODEL_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.ModelUse;
import io.patchgate.bus.ModelUse.Grant;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.patchgate.workspace.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real PostgreSQL, with two nodes. */
class ModelBudgetTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Vertx> nodes = new ArrayList<>();
    private DatabaseUrls urls;
    private Bus bus;
    private Bus other;

    @BeforeEach
    void start() throws Exception {
        urls = TestDatabase.fresh();
        bus = node();
        other = node();
    }

    private Bus node() throws Exception {
        Vertx vertx = Vertx.vertx();
        nodes.add(vertx);
        Bus made = Bus.install(vertx);
        Waiting.on(vertx.deployVerticle(
                new PersistenceVerticle(made, urls::runtime, new LedgerPosition(), Duration.ofDays(14))));
        return made;
    }

    @AfterEach
    void stop() throws Exception {
        for (Vertx vertx : nodes) {
            Waiting.on(vertx.close());
        }
    }

    @Test
    void grantsUntilTheDaysRequestsAreSpent() throws Exception {
        for (int i = 0; i < 3; i++) {
            ModelUse.Reservation call = call(10, LONG, 3, 1_000, 1);
            assertThat(reserve(bus, call)).isEqualTo(Grant.GRANTED);
            settle(call, 5);
        }

        assertThat(reserve(bus, call(10, LONG, 3, 1_000, 1))).isEqualTo(Grant.NO_REQUESTS);
        assertThat(spent()).isEqualTo(new ModelUse.Spent(3, 15, 0));
    }

    @Test
    void countsTheLongestAnswerUntilItIsKnown() throws Exception {
        ModelUse.Reservation call = call(60, LONG, 100, 100, 5);
        assertThat(reserve(bus, call)).isEqualTo(Grant.GRANTED);
        assertThat(reserve(bus, call(60, LONG, 100, 100, 5))).isEqualTo(Grant.NO_TOKENS);

        settle(call, 20);
        settle(call, 20);

        assertThat(spent()).isEqualTo(new ModelUse.Spent(1, 20, 0));
        assertThat(reserve(bus, call(60, LONG, 100, 100, 5))).isEqualTo(Grant.GRANTED);
    }

    @Test
    void holdsForAllNodesTogether() throws Exception {
        List<Future<Grant>> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            asked.add((i % 2 == 0 ? bus : other).ask(STORE_RESERVE_MODEL_CALL, call(1, LONG, 1_000, 1_000, 3)));
        }
        Waiting.on(Future.join(asked));

        assertThat(asked)
                .extracting(Future::result)
                .filteredOn(Grant.GRANTED::equals)
                .hasSize(3);
        assertThat(asked)
                .extracting(Future::result)
                .filteredOn(Grant.BUSY::equals)
                .hasSize(37);
    }

    @Test
    void outlivesARestartAndFreesThePlaceOfACallThatNobodyEnded() throws Exception {
        assertThat(reserve(bus, call(50, Duration.ofMillis(1), 10, 1_000, 1))).isEqualTo(Grant.GRANTED);
        Thread.sleep(5);
        Bus restarted = node();

        assertThat(reserve(restarted, call(50, LONG, 10, 1_000, 1))).isEqualTo(Grant.GRANTED);
        assertThat(spent()).isEqualTo(new ModelUse.Spent(2, 100, 1));
    }

    private static ModelUse.Reservation call(long tokens, Duration longest, int requests, long perDay, int concurrent) {
        return new ModelUse.Reservation(UUID.randomUUID(), tokens, longest, requests, perDay, concurrent);
    }

    private static Grant reserve(Bus node, ModelUse.Reservation call) throws Exception {
        return Waiting.on(node.ask(STORE_RESERVE_MODEL_CALL, call));
    }

    private void settle(ModelUse.Reservation call, long tokens) throws Exception {
        Waiting.on(other.ask(STORE_SETTLE_MODEL_CALL, new ModelUse.Settlement(call.callId(), tokens)));
    }

    private ModelUse.Spent spent() throws Exception {
        return Waiting.on(bus.ask(STORE_MODEL_SPENT, null));
    }
}
