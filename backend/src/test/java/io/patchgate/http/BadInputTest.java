package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.http.RawHttp.Reply;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a stranger sends: a clear refusal, nothing stored, and the connection serves the next call. */
class BadInputTest {
    private static final String PATH = "/api/patch-requests";
    private static final String AGENT = "agent:alice";
    private static final String REVIEWER = "reviewer:rita";
    private static final String GOOD = """
            {"target_file":"src/a.py","new_code":"x","component":"c","confidence":0.5,"reasoning":"r"}""";
    private static TestServer server;

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
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                Arguments.of("malformed", "{\"component\":"),
                Arguments.of("no JSON at all", "hello"),
                Arguments.of("a comment", "{} // yes"),
                Arguments.of("single quotes", "{'component':'c'}"),
                Arguments.of("trailing comma", "{\"component\":\"c\",}"),
                Arguments.of("two values", GOOD + GOOD),
                Arguments.of("duplicate key", GOOD.replace("{", "{\"component\":\"d\",")),
                Arguments.of("duplicate key below", with("metrics", "{\"a\":1,\"a\":2}")),
                Arguments.of("duplicate key by escape", with("metrics", "{\"a\":1,\"\\u0061\":2}")),
                Arguments.of("nested 65 deep", with("metrics", "{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")),
                Arguments.of("nested 5,000 deep", "[".repeat(5_000) + "]".repeat(5_000)),
                Arguments.of("nested 5,000 deep, open", "{\"a\":".repeat(5_000)),
                Arguments.of("raw NUL", with("reasoning", "\"a\u0000b\"")),
                Arguments.of("byte order mark", "\uFEFF" + GOOD),
                Arguments.of(
                        "more values than memory is for",
                        with("metrics", "{\"a\":[" + "0,".repeat(StrictJson.MAX_VALUES - 1) + "0]}")),
                Arguments.of("a number of 2,000 digits", with("confidence", "9".repeat(2_000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notJson(String name, String body) throws IOException {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), 400);
    }

    @Test
    void refusesInvalidUtf8() throws IOException {
        for (int[] bytes : new int[][] {{0xC3}, {0xED, 0xA0, 0x80}, {0xC0, 0x80}, {0xF8, 0x88, 0x80, 0x80, 0x80}}) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes("{\"component\":\"".getBytes(StandardCharsets.US_ASCII));
            for (int b : bytes) {
                body.write(b);
            }
            body.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
            assertRefused(body.toByteArray(), 400);
        }
        assertRefused(GOOD.getBytes(StandardCharsets.UTF_16LE), 400);
    }

    static Stream<Arguments> notFitting() {
        return Stream.of(
                Arguments.of("unknown field", with("colour", "1"), "colour"),
                Arguments.of("unknown field of the validator's own", with("__absolute_uri__", "1"), "__absolute_uri__"),
                Arguments.of("unknown field below", changes("{\"target_file\":\"a\",\"x\":1}"), "changes[0].x"),
                Arguments.of("missing field", GOOD.replace("\"component\":\"c\",", ""), "component"),
                Arguments.of("missing field below", changes("{\"new_code\":\"\"}"), "changes[0].target_file"),
                Arguments.of("wrong type", with("component", "7"), "component"),
                Arguments.of("null", with("component", "null"), "component"),
                Arguments.of("text for a number", with("confidence", "\"0.5\""), "confidence"),
                Arguments.of("array for an object", "[]", "body"),
                Arguments.of("text for an object", "\"x\"", "body"),
                Arguments.of("NaN", with("confidence", "NaN"), "confidence"),
                Arguments.of("Infinity", with("confidence", "Infinity"), "confidence"),
                Arguments.of("-Infinity below", with("metrics", "{\"a\":{\"b\":[0,-Infinity]}}"), "metrics.a.b[1]"),
                Arguments.of("1e400", with("confidence", "1e400"), "confidence"),
                Arguments.of("a whole number beyond any double", with("confidence", "9".repeat(400)), "confidence"),
                Arguments.of("confidence over 1", with("confidence", "1.0000001"), "confidence"),
                Arguments.of("confidence under 0", with("confidence", "-0.1"), "confidence"),
                Arguments.of("escaped NUL", with("reasoning", "\"a\\u0000b\""), "reasoning"),
                Arguments.of("escaped NUL in a key", with("metrics", "{\"a\\u0000\":1}"), "metrics"),
                Arguments.of("lone high surrogate", with("reasoning", "\"\\ud800\""), "reasoning"),
                Arguments.of("lone low surrogate", with("reasoning", "\"\\udc00x\""), "reasoning"),
                Arguments.of("lone surrogate in a key", with("metrics", "{\"\\ud800\":1}"), "metrics"),
                Arguments.of("empty text", with("component", "\"\""), "component"),
                Arguments.of("component of 101", with("component", quoted("c", 101)), "component"),
                Arguments.of("component with a line end", with("component", "\"c\\n\""), "component"),
                Arguments.of("improvement_type of 51", with("improvement_type", quoted("c", 51)), "improvement_type"),
                Arguments.of("reasoning over 64 KiB", with("reasoning", quoted("r", 65_537)), "reasoning"),
                Arguments.of("reasoning over 64 KiB in bytes", with("reasoning", quoted("€", 21_846)), "reasoning"),
                Arguments.of("metrics over 64 KiB", with("metrics", "{\"a\":" + quoted("m", 65_536) + "}"), "metrics"),
                Arguments.of(
                        "1,001 feedback ids",
                        with("feedback_ids", "[" + "\"f\",".repeat(1_000) + "\"f\"]"),
                        "feedback_ids"),
                Arguments.of("unknown workspace", with("workspace", "\"other\""), "workspace"),
                Arguments.of("supersedes no id", with("supersedes", "\"x\""), "supersedes"),
                Arguments.of("path of 501", with("target_file", quoted("p", 501)), "target_file"),
                Arguments.of("absolute path", with("target_file", "\"/etc/passwd\""), "target_file"),
                Arguments.of("path upwards", with("target_file", "\"a/../b\""), "target_file"),
                Arguments.of("path with backslash", with("target_file", "\"a\\\\b\""), "target_file"),
                Arguments.of("path not in NFC", with("target_file", "\"e\u0301\""), "target_file"),
                Arguments.of(
                        "path in a change",
                        changes(
                                "{\"target_file\":\"ok\",\"new_code\":\"\"},{\"target_file\":\"a//b\",\"delete\":true}"),
                        "changes[1].target_file"),
                Arguments.of("no new_code", GOOD.replace("\"new_code\":\"x\",", ""), "new_code"),
                Arguments.of(
                        "neither form",
                        GOOD.replace("\"target_file\":\"src/a.py\",\"new_code\":\"x\",", ""),
                        "target_file"),
                Arguments.of(
                        "both forms", with("changes", "[{\"target_file\":\"b\",\"new_code\":\"\"}]"), "target_file"),
                Arguments.of("no changes", changes(""), "changes"),
                Arguments.of(
                        "two kinds of change",
                        changes("{\"target_file\":\"a\",\"new_code\":\"\",\"delete\":true}"),
                        "changes[0]"),
                Arguments.of("no kind of change", changes("{\"target_file\":\"a\"}"), "changes[0]"),
                Arguments.of("delete false", changes("{\"target_file\":\"a\",\"delete\":false}"), "changes[0].delete"),
                Arguments.of(
                        "one target twice",
                        changes(
                                "{\"target_file\":\"a\",\"new_code\":\"\"},{\"target_file\":\"b\",\"delete\":true},{\"target_file\":\"a\",\"delete\":true}"),
                        "changes[2].target_file"),
                Arguments.of(
                        "301 changes",
                        changes(Stream.iterate(0, i -> i + 1)
                                .limit(301)
                                .map(i -> "{\"target_file\":\"f" + i + "\",\"new_code\":\"\"}")
                                .reduce((a, b) -> a + "," + b)
                                .orElseThrow()),
                        "changes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notFitting(String name, String body, String field) throws IOException {
        Reply reply = assertRefused(body.getBytes(StandardCharsets.UTF_8), 422);
        assertThat(reply.problemField()).isEqualTo(field);
        assertThat(reply.problemMessage()).isNotBlank();
    }

    @Test
    void namesEveryFieldThatDoesNotFit() throws IOException {
        Reply reply = assertRefused(
                "{\"confidence\":7,\"target_file\":\"a\",\"new_code\":1,\"x\":2}".getBytes(StandardCharsets.UTF_8),
                422);
        assertThat(reply.json().getJsonArray("errors").stream().map(e -> ((JsonObject) e).getString("field")))
                .containsExactlyInAnyOrder("component", "reasoning", "confidence", "new_code", "x");
    }

    @Test
    void saysWhatWouldBeRight() throws IOException {
        try (RawHttp http = server.connect()) {
            assertThat(http.post(PATH, AGENT, with("confidence", "2")).problemMessage())
                    .isEqualTo("must be at most 1");
            assertThat(http.post(PATH, AGENT, with("component", "1")).problemMessage())
                    .isEqualTo("must be a string");
            assertThat(http.post(PATH, AGENT, with("target_file", quoted("p", 501)))
                            .problemMessage())
                    .isEqualTo("must have at most 500 characters");
            assertThat(http.post(PATH, AGENT, with("supersedes", "\"x\"")).problemMessage())
                    .isEqualTo("must be a UUID");
            assertThat(http.get(PATH + "?status=NOPE", REVIEWER).problemMessage())
                    .startsWith("must be one of PENDING_APPROVAL, APPROVED");
            assertThat(http.post("/api/feedback", AGENT, "[{\"component\":\"c\",\"type\":\"x\"}]")
                            .problemField())
                    .isEqualTo("body[0].type");
            assertThat(http.post("/api/feedback", AGENT, "7").problemField()).isEqualTo("body");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "status=NOPE, status",
        "status=, status",
        "limit=0, limit",
        "limit=201, limit",
        "limit=1000000000, limit",
        "limit=99999999999999999999, limit",
        "limit=1e1, limit",
        "limit=true, limit",
        "limit=1&limit=2, limit",
        "cursor=forged, cursor",
        "cursor=AAYyX0n3AQALbTweTQ5KU5pXKkovbxwS____, cursor",
        "cursor=__________________________________8, cursor",
        "include=diff%2Csecret, include",
        "q=%00, q",
        "q=, q",
        "stauts=APPLIED, stauts",
    })
    void refusesParametersByName(String query, String field) throws IOException {
        try (RawHttp http = server.connect()) {
            Reply reply = http.get(PATH + "?" + query, REVIEWER);
            assertThat(reply.status()).as(reply.text()).isEqualTo(422);
            assertThat(reply.problemField()).isEqualTo(field);
            assertHealthy(http);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?q=%zz", "?q=%", "/%zz", "/%"})
    void refusesBrokenPercentEncoding(String suffix) throws IOException {
        try (RawHttp http = server.connect()) {
            Reply reply = http.get(PATH + suffix, REVIEWER);
            assertThat(reply.status()).as(reply.text()).isIn(400, 404, 422);
            assertHealthy(http);
        }
    }

    @Test
    void refusesAnIdThatIsNone() throws IOException {
        try (RawHttp http = server.connect()) {
            Reply reply = http.get(PATH + "/nonsense", REVIEWER);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.problemField()).isEqualTo("request_id");
            assertThat(reply.problemMessage()).isEqualTo("must be a UUID");
            assertHealthy(http);
        }
    }

    @Test
    void refusesABodyOverTheLimitAndServesTheNextCallOnTheSameConnection() throws IOException {
        byte[] body = new byte[TestServer.BODY_LIMIT + 1];
        try (RawHttp http = server.connect()) {
            Reply reply = http.call("POST", PATH, AGENT, body);
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertHealthy(http);
        }
        assertThat(server.received).hasSize(1);
    }

    @Test
    void refusesAnAnnouncedBodyOverTheLimitBeforeItIsSent() throws IOException {
        try (RawHttp http = server.connect()) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + AGENT
                    + "\r\nContent-Type: application/json\r\nContent-Length: 99999999999999\r\n\r\n{");
            assertThat(http.receive("POST").status()).isEqualTo(413);
        }
    }

    @Test
    void refusesAChunkedBodyOverTheLimit() throws IOException {
        try (RawHttp http = server.connect()) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + AGENT
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            for (int i = 0; i < 17; i++) {
                http.send(chunk);
            }
            http.send("0\r\n\r\n");
            assertThat(http.receive("POST").status()).isEqualTo(413);
            assertHealthy(http);
        }
    }

    @Test
    void hangsUpOnWhoeverDoesNotStopSending() throws IOException {
        try (RawHttp http = server.connect()) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + AGENT
                    + "\r\nContent-Type: application/json\r\nContent-Length: 99999999999999\r\n\r\n");
            assertThat(http.receive("POST").status()).isEqualTo(413);
            byte[] part = new byte[100_000];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            http.send(part);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void letsACallerWithALargeBodyGoOn() throws IOException {
        byte[] body = with("new_code", quoted("n", 200_000)).getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = server.connect()) {
            assertThat(http.call("POST", PATH, AGENT, body, "Expect: 100-continue")
                            .status())
                    .isEqualTo(202);
            assertHealthy(http);
        }
    }

    @Test
    void doesNotAskAStrangerForABody() throws IOException {
        try (RawHttp http = server.connect()) {
            http.send("POST " + PATH
                    + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 1000\r\n\r\n");
            Reply reply = http.receive("POST");
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(http.closedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: application/json; charset=utf-16",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: nonsense"
            })
    void refusesAnotherContentType(String type) throws IOException {
        try (RawHttp http = server.connect()) {
            Reply reply = http.post(PATH, AGENT, GOOD, type);
            assertThat(reply.status()).isEqualTo(415);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertHealthy(http);
        }
    }

    @Test
    void refusesACompressedBody() throws IOException {
        try (RawHttp http = server.connect()) {
            assertThat(http.post(PATH, AGENT, GOOD, "Content-Encoding: gzip").status())
                    .isEqualTo(415);
            assertHealthy(http);
        }
    }

    @Test
    void refusesAnEmptyBody() throws IOException {
        try (RawHttp http = server.connect()) {
            assertThat(http.post(PATH, AGENT, "").status()).isEqualTo(400);
            assertThat(http.post(PATH, AGENT, "  \n ").status()).isEqualTo(400);
            assertHealthy(http);
        }
    }

    @Test
    void answersAnUnknownRouteUnderApiInProblemJson() throws IOException {
        try (RawHttp http = server.connect()) {
            for (String path :
                    new String[] {"/api", "/api/", "/api/nope", "/api/patch-requests/x/y/z", "/api/events"}) {
                Reply reply = http.get(path, REVIEWER, "Accept: text/html");
                assertThat(reply.status()).as(path).isEqualTo(404);
                assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            }
            assertHealthy(http);
        }
    }

    @Test
    void answersAWrongMethodWithTheRightOnes() throws IOException {
        try (RawHttp http = server.connect()) {
            Reply reply = http.call("PUT", PATH, AGENT, GOOD.getBytes(StandardCharsets.UTF_8));
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("Allow")).isEqualTo("GET, POST");
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(http.call("DELETE", "/openapi.yaml", null, null).header("Allow"))
                    .isEqualTo("GET");
            assertThat(http.call("POST", "/", null, new byte[0]).status()).isEqualTo(405);
            assertHealthy(http);
        }
    }

    @Test
    void refusesAHeaderFlood() throws IOException {
        try (RawHttp http = server.connect()) {
            http.send("GET " + PATH + " HTTP/1.1\r\nHost: h\r\n" + "X-Flood: 0123456789\r\n".repeat(1_000) + "\r\n");
            Reply reply = http.receive("GET");
            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(http.closedByServer()).isTrue();
        }
        try (RawHttp http = server.connect()) {
            http.send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(http.receive("GET").status()).isEqualTo(414);
        }
        try (RawHttp http = server.connect()) {
            assertHealthy(http);
        }
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        try (RawHttp http = server.connect()) {
            http.send("\u0016\u0003\u0001 hello\r\n\r\n");
            assertThat(http.receive("GET").status()).isEqualTo(400);
        }
    }

    private static Reply assertRefused(byte[] body, int status) throws IOException {
        server.reset();
        try (RawHttp http = server.connect()) {
            Reply reply = http.call("POST", PATH, AGENT, body);
            assertThat(reply.status()).as(reply.text()).isEqualTo(status);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.json().getInteger("status")).isEqualTo(status);
            assertThat(reply.text()).doesNotContain("Exception", "io.patchgate", "com.fasterxml");
            assertThat(server.received).isEmpty();
            assertHealthy(http);
            return reply;
        }
    }

    /** The next call on the same connection is served. */
    private static void assertHealthy(RawHttp http) throws IOException {
        Reply reply = http.post(PATH, AGENT, GOOD);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private static String with(String field, String json) {
        String other = GOOD.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[0-9.]+),?", "")
                .replace(",}", "}");
        return other.substring(0, other.length() - 1) + ",\"" + field + "\":" + json + "}";
    }

    private static String changes(String items) {
        return "{\"component\":\"c\",\"confidence\":0.5,\"reasoning\":\"r\",\"changes\":[" + items + "]}";
    }

    private static String quoted(String character, int times) {
        return "\"" + character.repeat(times) + "\"";
    }
}
