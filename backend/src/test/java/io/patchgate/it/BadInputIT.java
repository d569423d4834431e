package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent, the answer names what is wrong, the connection stays usable, and nothing is stored. */
@ExtendWith(SharedProduct.class)
class BadInputIT {
    private static final int LIMIT = 32 * 1024 * 1024;

    private final RunningProduct product;
    private final String token;
    private JsonNode before;

    BadInputIT(RunningProduct product) {
        this.product = product;
        token = product.agent("bad-agent").headers().get("Authorization");
    }

    @BeforeEach
    void remember() {
        before = stored();
    }

    @AfterEach
    void assertNothingIsStored() {
        assertThat(stored()).isEqualTo(before);
        assertThat(product.agent("bad-agent")
                        .get("/api/patch-requests")
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(product.workspace().resolve("bad/a.txt")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.patchgate.it.BadBodies#all")
    void refusesABody(String what, String body, int status, String field) throws IOException {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), status, field);
    }

    static Stream<String> paths() {
        return Stream.of(
                "",
                "/etc/passwd",
                "../x",
                "a/../b",
                "./a",
                "a//b",
                "a/",
                "a\\\\b",
                "a\\u0000b",
                "a\\nb",
                "a.",
                "a /b",
                "a\\u202eb",
                "a\\u200bb",
                "e\\u0301",
                "\\ud800",
                "a".repeat(256),
                "a/".repeat(250) + "b");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void refusesAPath(String path) throws IOException {
        String body = "{" + BadBodies.GOOD + ",'target_file':'" + path + "','new_code':'x'}";
        assertRefused(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 422, "target_file");
    }

    @Test
    void refusesATargetThatIsNoTextFile() throws IOException {
        Path folder = Files.createDirectories(product.workspace().resolve("bad/folder"));
        Files.write(folder.resolve("binary"), new byte[] {1, 0, (byte) 0xFF, 2});
        if (Tools.present("mkfifo")) {
            Tools.run(folder, "", "mkfifo", "pipe");
            assertRefused(target("bad/folder/pipe"), 422, "target_file");
        }
        for (String path : List.of("bad/folder", "bad/folder/binary", "README.md/below")) {
            assertRefused(target(path), 422, "target_file");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/patch-requests?status=GONE, 422, status",
        "/api/patch-requests?status=pending_approval, 422, status",
        "/api/patch-requests?limit=0, 422, limit",
        "/api/patch-requests?limit=1000000000, 422, limit",
        "/api/patch-requests?limit=ten, 422, limit",
        "/api/patch-requests?limit=1&limit=2, 422, limit",
        "/api/patch-requests?cursor=forged, 422, cursor",
        "/api/patch-requests?cursor=__________________________________8, 422, cursor",
        "/api/patch-requests?q=%00, 422, q",
        "/api/patch-requests?include=everything, 422, include",
        "/api/patch-requests/not-an-id, 422, request_id",
        "/api/patch-requests/0b6d3c1e-4d0e-4a53-9a57-2a4a2f6f1c11?wait=56, 422, wait",
        "/api/patch-requests/0b6d3c1e-4d0e-4a53-9a57-2a4a2f6f1c11, 404,",
        "/api/unknown, 404,",
        "/api, 404,",
        "/api/patch-requests/%2e%2e/%2e%2e/etc, 404,",
        "/api/session, 405,"
    })
    void refusesACall(String path, int status, String field) throws IOException {
        try (RawConnection connection = connection()) {
            connection.send("GET " + path + " HTTP/1.1\nAuthorization: " + token, new byte[0]);
            assertProblem(connection.reply(), status, field);
            assertHealthy(connection);
        }
    }

    @Test
    void refusesAnotherTypeOfContent() throws IOException {
        byte[] body = target("bad/a.txt");
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1")) {
            try (RawConnection connection = connection()) {
                connection.send(post(body.length, type), body);
                connection.reply().expectProblem(415);
                assertHealthy(connection);
            }
        }
    }

    @Test
    void refusesABodyOverTheLimitAndKeepsTheConnection() throws IOException {
        byte[] body = new byte[LIMIT + 1];
        Arrays.fill(body, (byte) ' ');
        try (RawConnection connection = connection()) {
            connection.send(post(body.length, "application/json"), body);
            connection.reply().expectProblem(413);
            assertHealthy(connection);
        }
    }

    @Test
    void refusesAFloodOfHeaders() throws IOException {
        try (RawConnection connection = connection()) {
            String flood = "X-Flood: " + "x".repeat(1000) + "\n";
            connection.send("GET /api/me HTTP/1.1\n" + flood.repeat(60), new byte[0]);
            assertThat(connection.reply().expectProblem(431).body()).doesNotContain("xxx");
        }
        try (RawConnection connection = connection()) {
            assertHealthy(connection);
        }
    }

    private void assertRefused(byte[] body, int status, String field) throws IOException {
        try (RawConnection connection = connection()) {
            connection.send(post(body.length, "application/json"), body);
            assertProblem(connection.reply(), status, field);
            assertHealthy(connection);
        }
    }

    private static void assertProblem(Reply reply, int status, String field) {
        reply.expectProblem(status);
        if (field != null) {
            assertThat(reply.fields()).as(reply.body()).contains(field);
        }
    }

    private void assertHealthy(RawConnection connection) throws IOException {
        connection.send("GET /api/me HTTP/1.1\nAuthorization: " + token, new byte[0]);
        connection.reply().expect(200);
    }

    private String post(int length, String type) {
        return "POST /api/patch-requests HTTP/1.1\nAuthorization: " + token + "\nContent-Type: " + type
                + "\nContent-Length: " + length;
    }

    private static byte[] target(String path) {
        String body = "{" + BadBodies.GOOD + ",'target_file':'" + path + "','new_code':'x'}";
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private RawConnection connection() throws IOException {
        return new RawConnection(product.api().address());
    }

    private JsonNode stored() {
        return product.reviewer("rita")
                .get("/api/patch-requests?limit=1")
                .expect(200)
                .json();
    }
}
