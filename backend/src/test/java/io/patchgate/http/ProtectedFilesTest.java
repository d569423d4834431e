package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Failure;
import io.patchgate.bus.Gating;
import io.patchgate.bus.Store;
import io.patchgate.http.RawHttp.Reply;
import io.patchgate.patch.PolicyEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy over HTTP, with the gate and the request log played by the test. */
@Timeout(30)
class ProtectedFilesTest {
    private static final String PATH = "/api/patch-requests/protected-files";
    private static final String EXPLAIN = "/api/gate/explain?path=";
    private static final PolicyEntry KERNEL = PolicyEntry.policy("a.py", "kernel");
    private static final PolicyEntry OWN = PolicyEntry.always(PolicyEntry.Kind.PATH, "policy.yaml", "patchgate");
    private static final PolicyEntry ADDED =
            PolicyEntry.added(PolicyEntry.Kind.PATTERN, "src/**", "ada", TestServer.CREATED);
    private static final PolicyEntry GIT = PolicyEntry.always(PolicyEntry.Kind.PATTERN, ".git", "git");

    private static TestServer server;

    private final AtomicReference<Gating.Protect> protect = new AtomicReference<>();

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
        server.when(
                Addresses.GATE_POLICY,
                workspace -> Future.succeededFuture(new Gating.Policy(List.of(KERNEL, OWN, ADDED, GIT), "v")));
        server.when(Addresses.GATE_PROTECT, asked -> {
            protect.set(asked);
            return Future.succeededFuture(
                    new Gating.Protection(true, new Gating.Matches(List.of("src/x.py"), 7, false)));
        });
    }

    @Test
    void listsTextsAsBeforeAndWhereEachComesFrom() throws IOException {
        try (RawHttp http = server.connect()) {
            JsonObject files = http.get(PATH, "reviewer:rita").json();

            assertThat(files.getJsonArray("protected_files")).isEqualTo(JsonArray.of("a.py", "policy.yaml", "src/**"));
            assertThat(files.getInteger("total")).isEqualTo(3);
            assertThat(files.getString("description")).isNotBlank();
            assertThat(files.getJsonArray("always_protected")).isEqualTo(JsonArray.of(".git"));
            assertThat(files.getJsonArray("entries").getJsonObject(0)).isEqualTo(new JsonObject("""
                            {"entry":"a.py","kind":"pattern","source":"policy","group":"kernel",
                             "added_by":null,"added_at":null}"""));
            assertThat(files.getJsonArray("entries").getJsonObject(2))
                    .isEqualTo(new JsonObject("""
                            {"entry":"src/**","kind":"pattern","source":"added","group":null,
                             "added_by":"ada","added_at":"%s"}""".formatted(TestServer.CREATED)));
            assertThat(files.getJsonArray("entries").getJsonObject(3).getString("source"))
                    .isEqualTo("always");
            assertThat(http.get(PATH + "?workspace=other", "reviewer:rita").problemField())
                    .isEqualTo("workspace");
        }
    }

    @Test
    void showsWhatAStartRemoved() throws IOException {
        server.when(
                Addresses.STORE_POLICY_CHANGES,
                workspace -> Future.succeededFuture(List.of(new Store.PolicyChange(
                        Instant.EPOCH, Store.PolicyChange.Kind.LOOSENED, List.of("b.py"), 1, List.of(), 0))));
        try (RawHttp http = server.connect()) {
            JsonObject files = http.get(PATH, "reviewer:rita").json();

            assertThat(files.getJsonArray("policy_changes")).isEqualTo(new JsonArray("""
                    [{"at":"1970-01-01T00:00:00Z","change":"loosened","removed":["b.py"],"removed_total":1,
                      "added":[],"added_total":0}]"""));
        }
    }

    @ParameterizedTest
    @CsvSource({"path, PATH", "pattern, PATTERN"})
    void takesAPathOrAPatternAndSaysWhatItMatches(String field, PolicyEntry.Kind kind) throws IOException {
        try (RawHttp http = server.connect()) {
            Reply added = http.post(PATH, "admin:ada", "{\"" + field + "\":\"src/*\"}");

            assertThat(added.status()).isEqualTo(201);
            assertThat(added.json()).isEqualTo(new JsonObject("""
                    {"%s":"src/*","workspace":"default","added":true,
                     "matches":{"files":["src/x.py"],"total":7,"complete":false}}""".formatted(field)));
            assertThat(protect.get().kind()).isEqualTo(kind);
            assertThat(protect.get().text()).isEqualTo("src/*");
            assertThat(protect.get().actor().subject()).isEqualTo("ada");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{} | path", "{\"path\":\"a\",\"pattern\":\"b\"} | pattern", "{\"pattern\":\"\"} | pattern"})
    void wantsExactlyOneOfBoth(String body, String field) throws IOException {
        try (RawHttp http = server.connect()) {
            Reply refused = http.post(PATH, "admin:ada", body);

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.problemField()).isEqualTo(field);
            assertThat(protect.get()).isNull();
        }
    }

    @Test
    void namesTheFieldThatTheGateRefuses() throws IOException {
        server.when(
                Addresses.GATE_PROTECT, asked -> Future.failedFuture(Failure.invalid("pattern", "matches every path")));
        try (RawHttp http = server.connect()) {
            Reply refused = http.post(PATH, "admin:ada", "{\"pattern\":\"**\"}");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.problemField()).isEqualTo("pattern");
        }
    }

    @Test
    void explainsToAuditors() throws IOException {
        server.when(
                Addresses.GATE_EXPLAIN,
                asked -> Future.succeededFuture(new Gating.Explanation(
                        asked.path(),
                        asked.workspace(),
                        null,
                        "file",
                        "a file",
                        new Gating.DecidingRule("path", "a.py", KERNEL),
                        List.of("One."))));
        try (RawHttp http = server.connect()) {
            JsonObject said = http.get(EXPLAIN + "a.py", "auditor:olga").json();

            assertThat(said).isEqualTo(new JsonObject("""
                    {"path":"a.py","workspace":"default","form_fault":null,"resolves_to":"file","resolution":"a file",
                     "verdict":"denied","rule":{"kind":"path","name":"a.py","entry":{"entry":"a.py","kind":"pattern",
                     "source":"policy","group":"kernel","added_by":null,"added_at":null}},"sentences":["One."]}"""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "reviewer", "admin", "monitor", "ci"})
    void explainsToNobodyElse(String role) throws IOException {
        try (RawHttp http = server.connect()) {
            assertThat(http.get(EXPLAIN + "a.py", role + ":x").status()).isEqualTo(403);
        }
    }
}
