package io.patchgate.persistence;

import static io.patchgate.bus.Addresses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.bus.Bus;
import io.patchgate.bus.Checking;
import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.bus.Store;
import io.patchgate.patch.Actor;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.Demand;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.PlannedCheck;
import io.patchgate.patch.Role;
import io.patchgate.patch.Submission;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.persistence.embedded.DatabaseUrls;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is denied is written as what is allowed, moves as it does, and is kept from everybody but auditors. */
class SealedTest {
    private static final String SHA = "a".repeat(64);
    private static final PlannedCheck CHECK = new PlannedCheck("unit", Check.Kind.COMMAND, true);

    private DatabaseUrls urls;
    private Vertx vertx;
    private Bus bus;

    @BeforeEach
    void deploy() throws Exception {
        urls = TestDatabase.fresh();
        vertx = Vertx.vertx();
        bus = Bus.install(vertx);
        var verticle = new PersistenceVerticle(bus, urls::runtime, new LedgerPosition(), Duration.ofDays(14));
        await(vertx.deployVerticle(verticle));
        firstWrite();
    }

    /** A cold process on a busy machine may take longer for its first write than a caller waits. */
    private void firstWrite() throws Exception {
        for (int attempt = 0; attempt < 10; attempt++) {
            try {
                ask(STORE_WITHDRAW, new Store.OwnRequest("nobody", UUID.randomUUID()));
            } catch (ExecutionException e) {
                if (((Failure) e.getCause()).kind() == FailureKind.NOT_FOUND) {
                    return;
                }
            }
        }
        throw new AssertionError("The request log does not answer");
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void sealedRowsHaveEveryColumnAndIndexOfTheOthers() throws Exception {
        String indexes = """
                select string_agg(pg_get_indexdef(indexrelid, k, true), ',' order by k) || ' by ' || am.amname
                    || ' unique ' || indisunique || coalesce(' where ' || pg_get_expr(indpred, indrelid), '')
                from pg_index join pg_class on pg_class.oid = indexrelid join pg_am am on am.oid = relam,
                    generate_series(1, indnkeyatts) k
                where indrelid = '%s'::regclass
                group by indexrelid, indrelid, indpred, am.amname, indisunique""";
        assertThat(strings(indexes.formatted("sealed_requests")))
                .containsExactlyInAnyOrderElementsOf(strings(indexes.formatted("patch_requests")));
        assertThat(strings(indexes.formatted("sealed_changes")))
                .containsExactlyInAnyOrderElementsOf(strings(indexes.formatted("patch_changes")));
        assertThat(strings(indexes.formatted("sealed_request_counts")))
                .containsExactlyInAnyOrderElementsOf(strings(indexes.formatted("patch_request_counts")));

        String columns = """
                select attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull from pg_attribute
                where attrelid = '%s'::regclass and attnum > 0 and not attisdropped""";
        assertThat(strings(columns.formatted("sealed_requests")))
                .containsAll(strings(columns.formatted("patch_requests")));
        assertThat(strings(columns.formatted("sealed_changes")))
                .containsExactlyInAnyOrderElementsOf(strings(columns.formatted("patch_changes")));
    }

    /** A condition costs each row that it is asked of, whether it holds or not. */
    @Test
    void sealedRowsMeetAsManyConditionsAsTheOthersWhenTheyAreWrittenAndMoved() throws Exception {
        String conditions = """
                select regexp_replace(pg_get_triggerdef(t.oid), '^CREATE TRIGGER \\S+ | ON \\S+ | EXECUTE .*$', ' ', 'g')
                from pg_trigger t
                where tgrelid = '%s'::regclass and not tgisinternal and tgtype & 1 = 1 and (tgattr = '' or exists (
                    select from pg_attribute a
                    where attrelid = tgrelid and attname = 'status' and attnum = any(tgattr)))""";
        assertThat(strings(conditions.formatted("sealed_requests")))
                .containsExactlyInAnyOrderElementsOf(strings(conditions.formatted("patch_requests")))
                .isNotEmpty();
    }

    @Test
    void aVerdictAndAWithdrawalWriteTheSameNumberOfRowsEitherWay() throws Exception {
        List<List<Long>> written = new ArrayList<>();
        for (boolean deny : new boolean[] {false, true}) {
            // The first of its kind makes the rows that count the kind.
            for (int i = 0; i < 2; i++) {
                Submission submission = received();
                long before = rows();
                judged(submission, deny);
                long judged = rows();
                ask(STORE_WITHDRAW, new Store.OwnRequest("bot", submission.requestId()));
                written.add(List.of(judged - before, rows() - judged));
            }
        }
        assertThat(written.get(3)).isEqualTo(written.get(1));
        assertThat(written.get(3).get(0)).as("with a check").isEqualTo(5);
    }

    /** One look-up more for the one than for the other is heard in the agent's next call. */
    @Test
    void aVerdictLooksUpAsMuchEitherWay() throws Exception {
        assertThat(scans(Sealed.SEAL)).isEqualTo(scans(Requests.ADMIT)).isPositive();
    }

    private long scans(String sql) throws SQLException {
        try (Connection connection = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = connection.createStatement()) {
            statement.execute("prepare verdict as " + sql);
            statement.execute("set plan_cache_mode = force_generic_plan");
            ResultSet types = statement.executeQuery("select cardinality(parameter_types) from pg_prepared_statements");
            types.next();
            String nulls = String.join(", ", Collections.nCopies(types.getInt(1), "null"));
            long scans = 0;
            for (ResultSet plan = statement.executeQuery("explain execute verdict(" + nulls + ")"); plan.next(); ) {
                scans += plan.getString(1).contains(" Scan ") ? 1 : 0;
            }
            return scans;
        }
    }

    /** The same claim, the same end, an entry of the ledger each, and nothing for reviewers. */
    @Test
    void theChecksOfWhatWasDeniedRunAsTheOthers() throws Exception {
        List<Long> written = new ArrayList<>();
        for (boolean deny : new boolean[] {false, true}) {
            Submission submission = received();
            judged(submission, deny);
            Checking.Claim claim = claimed();
            assertThat(claim.requestId()).isEqualTo(submission.requestId());
            assertThat(claim.changes()).isEqualTo(submission.changes());
            long before = rows();
            ask(
                    STORE_CHECK_END,
                    new Checking.End(
                            claim.requestId(), "unit", claim.attempt(), Check.Status.PASSED, 5, 0, "1 test", "ok"));
            written.add(rows() - before);
            assertThat(ask(STORE_CHECKS, submission.requestId()))
                    .extracting(Check::status)
                    .containsExactly(Check.Status.PASSED);
            var named = new Checking.Named(submission.requestId(), "unit");
            assertThat(ask(STORE_CHECK_LOG, named).isPresent()).isEqualTo(!deny);
            var again = new Checking.Again(submission.requestId(), null, reviewer());
            if (deny) {
                assertThatThrownBy(() -> ask(STORE_CHECK_AGAIN, again))
                        .satisfies(thrown ->
                                assertThat(((Failure) thrown.getCause()).kind()).isEqualTo(FailureKind.NOT_FOUND));
            } else {
                assertThat(ask(STORE_CHECK_AGAIN, again)).containsExactly("unit");
            }
            ask(STORE_WITHDRAW, new Store.OwnRequest("bot", submission.requestId()));
        }
        assertThat(written).containsExactly(1L, 1L);
        assertThat(ask(STORE_EVENTS_AFTER, new Store.EventsAfter(0, 100)).events())
                .filteredOn(event -> event.kind().equals("patch_request.check_ended"))
                .hasSize(1);
    }

    /** The next one of a request that is pending. */
    private Checking.Claim claimed() throws Exception {
        while (true) {
            Checking.Claim claim = ask(STORE_CHECK_CLAIM, new Checking.Ask(Check.Kind.COMMAND, List.of("default")))
                    .orElseThrow();
            if (claim.changes() != null) {
                return claim;
            }
        }
    }

    @Test
    void aCheckThatANodeLeftLyingIsRunAgainAndEndsOnce() throws Exception {
        Submission submission = received();
        judged(submission, false);
        Checking.Claim first = claimed();
        var ask = new Checking.Ask(Check.Kind.COMMAND, List.of("default"));
        assertThat(ask(STORE_CHECK_CLAIM, ask)).isEmpty();
        execute("update checks set lease_until = now() - interval '1 second'");
        Checking.Claim second = claimed();
        assertThat(second.attempt()).isEqualTo(first.attempt() + 1);

        ask(STORE_CHECK_END, end(first, Check.Status.PASSED));
        assertThat(status(submission)).isEqualTo(Check.Status.RUNNING);
        ask(STORE_CHECK_END, end(second, Check.Status.FAILED));
        ask(STORE_CHECK_END, end(second, Check.Status.PASSED));
        assertThat(status(submission)).isEqualTo(Check.Status.FAILED);
    }

    @Test
    void nothingIsApprovedBeforeItsRequiredChecksHavePassedNorOnOtherEvidence() throws Exception {
        Submission submission = received();
        judged(submission, false);
        assertThatThrownBy(() -> ask(STORE_DECIDE, approval(submission, null)))
                .hasMessageContaining("The required check 'unit' has not run yet.");
        assertThatThrownBy(() -> execute("update patch_requests set status = 'APPROVED'"))
                .hasMessageContaining("required check");
        ask(STORE_CHECK_END, end(claimed(), Check.Status.FAILED));
        assertThatThrownBy(() -> ask(STORE_DECIDE, approval(submission, null)))
                .hasMessageContaining("The required check 'unit' has failed.");
        String red = Check.evidence(ask(STORE_CHECKS, submission.requestId()));
        ask(STORE_CHECK_AGAIN, new Checking.Again(submission.requestId(), "unit", reviewer()));
        ask(STORE_CHECK_END, end(claimed(), Check.Status.PASSED));
        assertThatThrownBy(() -> ask(STORE_DECIDE, approval(submission, red))).hasMessageContaining("Look again");

        String green = Check.evidence(ask(STORE_CHECKS, submission.requestId()));
        ask(STORE_DECIDE, approval(submission, green));
        assertThatThrownBy(() -> ask(STORE_CHECK_AGAIN, new Checking.Again(submission.requestId(), "unit", reviewer())))
                .satisfies(SealedTest::isConflict);
    }

    private static Store.Decision approval(Submission submission, String evidence) {
        return new Store.Decision(submission.requestId(), reviewer(), true, "so", null, SHA, Demand.ONE, evidence);
    }

    private static Checking.End end(Checking.Claim claim, Check.Status status) {
        return new Checking.End(claim.requestId(), claim.name(), claim.attempt(), status, 5, 0, "so", "log\0");
    }

    private Check.Status status(Submission submission) throws Exception {
        return ask(STORE_CHECKS, submission.requestId()).get(0).status();
    }

    private static Actor reviewer() {
        return new Actor("rita", Set.of(Role.REVIEWER), null, "jti", Instant.MAX);
    }

    @Test
    void auditorsReadWhatWasSealedAndHowItStands() throws Exception {
        Submission submission = received();
        judged(submission, true);
        ask(STORE_WITHDRAW, new Store.OwnRequest("bot", submission.requestId()));

        Store.Page<Store.SealedRow> page = ask(STORE_SEALED_LIST, new Store.SealedQuery(10, null));
        assertThat(page.total()).isEqualTo(1);
        Store.SealedRow row = page.rows().get(0);
        assertThat(row.requestId()).isEqualTo(submission.requestId());
        assertThat(row.submittedBy()).isEqualTo("bot");
        assertThat(row.rule()).isEqualTo("path: protected");
        assertThat(row.resolved()).isEqualTo("the file");
        assertThat(row.status()).isEqualTo(PatchStatus.WITHDRAWN);
        Store.SealedDetail detail =
                ask(STORE_SEALED_FIND, submission.requestId()).orElseThrow();
        assertThat(detail.changes()).isEqualTo(submission.changes());
        assertThat(detail.diff()).isEqualTo("the diff");
        assertThat(ask(STORE_SEALED_FIND, UUID.randomUUID())).isEmpty();
    }

    @Test
    void whatWasDeniedIsWatchedAsTheRest() throws Exception {
        Submission denied = received();
        judged(denied, true);
        Submission allowed = received();
        judged(allowed, false);

        List<Store.Watched> watched = ask(STORE_WATCHED, 10);
        assertThat(watched)
                .extracting(Store.Watched::requestId)
                .containsExactly(allowed.requestId(), denied.requestId());
        assertThat(watched).extracting(Store.Watched::sealed).containsExactly(false, true);
        assertThat(ask(STORE_WATCHED, 1)).hasSize(1);
        ask(STORE_WITHDRAW, new Store.OwnRequest("bot", denied.requestId()));
        assertThat(ask(STORE_WATCHED, 10)).hasSize(1);
    }

    @Test
    void pagesOfSealedRequestsFollowEachOther() throws Exception {
        for (int i = 0; i < 5; i++) {
            judged(received(), true);
        }
        judged(received(), false);
        Store.Page<Store.SealedRow> first = ask(STORE_SEALED_LIST, new Store.SealedQuery(3, null));
        Store.Page<Store.SealedRow> second = ask(STORE_SEALED_LIST, new Store.SealedQuery(3, first.next()));

        assertThat(first.rows()).hasSize(3);
        assertThat(second.rows()).hasSize(2);
        assertThat(second.next()).isNull();
        assertThat(second.total()).isEqualTo(5);
        assertThat(first.rows()).doesNotContainAnyElementsOf(second.rows());
    }

    @Test
    void whatWasTakenBackBeforeItsVerdictIsSealedLate() throws Exception {
        Submission submission = received();
        ask(STORE_WITHDRAW, new Store.OwnRequest("bot", submission.requestId()));
        assertThat(ask(STORE_TAKEN_BACK, 10)).containsExactly(submission);

        assertThatThrownBy(() -> judged(submission, true)).satisfies(SealedTest::isConflict);
        assertThatThrownBy(() -> judged(submission, false)).satisfies(SealedTest::isConflict);
        ask(STORE_SEAL, sealing(submission).madeLate());

        Store.Page<Store.SealedRow> page = ask(STORE_SEALED_LIST, new Store.SealedQuery(10, null));
        assertThat(page.rows()).extracting(Store.SealedRow::status).containsExactly(PatchStatus.WITHDRAWN);
        assertThat(page.total()).isEqualTo(1);
        assertThat(ask(STORE_TAKEN_BACK, 10)).isEmpty();
        assertThatThrownBy(() -> ask(STORE_SEAL, sealing(submission).madeLate()))
                .satisfies(SealedTest::isConflict);
    }

    @Test
    void nobodyGetsBothVerdicts() throws Exception {
        Submission admitted = received();
        judged(admitted, false);
        assertThatThrownBy(() -> judged(admitted, true)).satisfies(SealedTest::isConflict);
        Submission sealed = received();
        judged(sealed, true);
        assertThatThrownBy(() -> judged(sealed, false)).satisfies(SealedTest::isConflict);
        assertThat(ask(STORE_FIND, sealed.requestId())).isEmpty();
    }

    @Test
    void sealedRowsAreFinalButForTheirStatus() throws Exception {
        judged(received(), true);
        for (String change : List.of(
                "update sealed_requests set rule = 'x'",
                "delete from sealed_requests",
                "truncate sealed_changes",
                "delete from sealed_changes",
                "update sealed_changes set new_size = 0")) {
            assertThatThrownBy(() -> execute(change)).as(change).hasMessageContaining("final");
        }
        assertThatThrownBy(() -> execute("update sealed_requests set status = 'APPLIED'"))
                .hasMessageContaining("illegal status move");
    }

    private Submission received() throws Exception {
        Submission submission = new Submission(
                UUID.randomUUID(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                "bot",
                "olga",
                "default",
                "learning",
                "CODE_PATCH",
                0.75,
                "So.",
                List.of(),
                "{}",
                List.of(new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "new\n", null, null)),
                null,
                null);
        ask(STORE_RECEIVE, submission);
        return submission;
    }

    private void judged(Submission submission, boolean deny) throws Exception {
        if (deny) {
            ask(STORE_SEAL, sealing(submission));
        } else {
            ask(STORE_ADMIT, sealing(submission).admission());
        }
    }

    private static Store.Sealing sealing(Submission submission) {
        BaseFile file = new BaseFile(new WorkspacePath("src/a.py"), SHA, 3, 0644, "c".repeat(64), 4);
        var admission =
                new Store.Admission(submission, "the diff", List.of(file), SHA, SHA, Demand.ONE, List.of(CHECK));
        return new Store.Sealing(admission, "path: protected", "src/a.py", "the file", false);
    }

    /** Rows in all tables, with the numbers that stand in the counts. */
    private long rows() throws Exception {
        long rows = 0;
        for (String table :
                strings("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")) {
            rows += Long.parseLong(
                    strings("select count(*)::text from " + table).get(0));
        }
        for (String table : List.of("patch_request_counts", "sealed_request_counts", "submission_counts")) {
            rows += Long.parseLong(
                    strings("select coalesce(sum(n), 0)::text from " + table).get(0));
        }
        return rows;
    }

    private List<String> strings(String sql) throws SQLException {
        try (Connection connection = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = TestDatabase.owner(PostgresUrl.parse(urls.owner()));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private <Q, R> R ask(io.patchgate.bus.Address<Q, R> address, Q question) throws Exception {
        return await(bus.ask(address, question));
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void isConflict(Throwable thrown) {
        Throwable cause = thrown instanceof ExecutionException || thrown instanceof CompletionException
                ? thrown.getCause()
                : thrown;
        assertThat(((Failure) cause).kind()).isEqualTo(FailureKind.CONFLICT);
    }
}
