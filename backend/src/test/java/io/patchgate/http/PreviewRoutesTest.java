package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Addresses;
import io.patchgate.bus.Previewing;
import io.patchgate.http.RawHttp.Reply;
import io.patchgate.patch.PatchStatus;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent wrote leaves as an attachment, and for reviewers alone. */
@Timeout(30)
class PreviewRoutesTest {
    private static TestServer server;

    private final UUID id = UUID.randomUUID();
    private final String path = "/api/patch-requests/" + id + "/preview";

    @TempDir
    Path folder;

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
                Addresses.STORE_FIND,
                asked -> Future.succeededFuture(
                        asked.equals(id)
                                ? Optional.of(TestServer.detail(id, PatchStatus.PENDING_APPROVAL))
                                : Optional.empty()));
    }

    @Test
    void sendsAFileAsItWouldBeAndNothingThatABrowserWouldShow() throws IOException {
        Reply reply = get(path + "/file?target_file=src/a.py", "reviewer:rita");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("new");
        assertThat(reply.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.header("content-disposition"))
                .isEqualTo("attachment; filename=\"a.py\"; filename*=UTF-8''a.py");
        assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
    }

    @Test
    void knowsNoOtherFileAndNoOtherRequest() throws IOException {
        assertThat(get(path + "/file?target_file=src/b.py", "reviewer:rita").status())
                .isEqualTo(404);
        String other = "/api/patch-requests/" + UUID.randomUUID() + "/preview/file?target_file=src/a.py";
        assertThat(get(other, "reviewer:rita").status()).isEqualTo(404);
        assertThat(get(path + "/file", "reviewer:rita").status()).isEqualTo(422);
    }

    @Test
    void isNothingForAgents() throws IOException {
        for (String call : new String[] {"", "/file?target_file=src/a.py", "/workspace"}) {
            assertThat(get(path + call, "agent:alice").status()).as(call).isEqualTo(403);
        }
    }

    @Test
    void sendsTheWorkspaceAndDeletesTheArchive() throws IOException {
        Path archive = Files.writeString(folder.resolve("some.zip"), "packed");
        server.when(
                Addresses.PREVIEW_ARCHIVE, asked -> Future.succeededFuture(new Previewing.Archive(archive, "default")));
        Reply reply = get(path + "/workspace", "reviewer:rita");
        assertThat(reply.text()).isEqualTo("packed");
        assertThat(reply.header("content-type")).isEqualTo("application/zip");
        assertThat(reply.header("content-disposition")).startsWith("attachment; filename=\"default.zip\"");
        for (int i = 0; i < 200 && Files.exists(archive); i++) {
            Thread.onSpinWait();
            get(path + "/file", "reviewer:rita");
        }
        assertThat(archive).doesNotExist();
    }

    private Reply get(String path, String who) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.get(path, who);
        }
    }
}
