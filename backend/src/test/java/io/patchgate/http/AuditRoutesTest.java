package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Store;
import io.patchgate.http.RawHttp.Reply;
import io.patchgate.patch.Change;
import io.patchgate.patch.PatchStatus;
import io.patchgate.patch.WorkspacePath;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only auditors open what was sealed. */
@Timeout(30)
class AuditRoutesTest {
    private static final String PATH = "/api/audit/sealed-requests";
    private static TestServer server;

    private final UUID id = UUID.randomUUID();
    private final AtomicReference<Store.SealedQuery> asked = new AtomicReference<>();

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
        server.when(Addresses.STORE_SEALED_LIST, query -> {
            asked.set(query);
            return Future.succeededFuture(
                    new Store.Page<>(List.of(row()), 7, new Store.Cursor(Store.Sort.CREATED, TestServer.CREATED, id)));
        });
        server.when(
                Addresses.STORE_SEALED_FIND,
                wanted -> Future.succeededFuture(wanted.equals(id) ? Optional.of(detail()) : Optional.empty()));
    }

    @Test
    void auditorsListWhatWasSealed() throws IOException {
        Reply reply = get(PATH + "?limit=3", "auditor:otto");
        assertThat(reply.status()).isEqualTo(200);
        JsonObject page = reply.json();
        assertThat(page.getInteger("total")).isEqualTo(7);
        JsonObject row = page.getJsonArray("sealed_requests").getJsonObject(0);
        assertThat(row.getString("submitted_by")).isEqualTo("bot");
        assertThat(row.getString("rule")).isEqualTo("path: protected");
        assertThat(row.getString("resolved")).isEqualTo("a file");
        assertThat(row.fieldNames()).doesNotContain("changes", "diff");
        assertThat(asked.get()).isEqualTo(new Store.SealedQuery(3, null));

        get(PATH + "?cursor=" + page.getString("next_cursor"), "auditor:otto");
        assertThat(asked.get())
                .isEqualTo(new Store.SealedQuery(50, new Store.Cursor(Store.Sort.CREATED, TestServer.CREATED, id)));
    }

    @Test
    void auditorsReadWhatWasProposed() throws IOException {
        Reply reply = get(PATH + "/" + id, "auditor:otto");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().getString("diff")).isEqualTo("the diff");
        assertThat(reply.json().getString("reasoning")).isEqualTo("because");
        assertThat(reply.json().getJsonArray("changes").getJsonObject(0).getString("new_code"))
                .isEqualTo("new");
        assertThat(get(PATH + "/" + UUID.randomUUID(), "auditor:otto").status()).isEqualTo(404);
    }

    @Test
    void nobodyElseDoes() throws IOException {
        for (String other : List.of("agent:bot", "reviewer:rita", "admin:ada", "monitor:m", "ci:c")) {
            assertThat(get(PATH, other).status()).as(other).isEqualTo(403);
            assertThat(get(PATH + "/" + id, other).status()).as(other).isEqualTo(403);
            assertThat(get(PATH + "/" + UUID.randomUUID(), other).status())
                    .as(other)
                    .isEqualTo(403);
        }
        assertThat(get(PATH, null).status()).isEqualTo(401);
        assertThat(asked.get()).isNull();
    }

    private Store.SealedRow row() {
        return new Store.SealedRow(
                id,
                TestServer.CREATED,
                Instant.parse("2026-11-22T10:15:30.2Z"),
                "bot",
                null,
                "default",
                "learning",
                0.5,
                PatchStatus.PENDING_APPROVAL,
                "src/a.py",
                "path: protected",
                "a file",
                "v1",
                1);
    }

    private Store.SealedDetail detail() {
        var change = new Change(new WorkspacePath("src/a.py"), Change.Form.NEW_CODE, "new", null, null);
        return new Store.SealedDetail(row(), "because", "the diff", List.of(change));
    }

    private static Reply get(String path, String token) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.get(path, token);
        }
    }
}
