package io.patchgate.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first start on a folder survives, and what it refuses. */
class FirstStartTest {
    @TempDir
    Path data;

    @Test
    void beginsAnewWhenInitdbWasCutOff() throws Exception {
        Process parent = Harness.otherProcess("start", data);
        Path home = data.resolve("postgres");
        Harness.await(
                "initdb is at work",
                () -> unfinished(home).stream().anyMatch(folder -> Files.exists(folder.resolve("cluster/PG_VERSION"))));
        List<ProcessHandle> initdb = unfinished(home).stream()
                .flatMap(folder -> Processes.databaseProgramsIn(folder.resolve("cluster")).stream())
                .toList();
        parent.destroyForcibly().waitFor();
        assertThat(initdb).isNotEmpty();
        assertThat(home.resolve("cluster")).doesNotExist();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(data)) {
            assertThat(Harness.query(server.urls().runtime(), "SELECT 1")).isEqualTo("1");
            assertThat(unfinished(home)).isEmpty();
            assertThat(initdb).noneMatch(Processes::alive);
        }
    }

    @Test
    void refusesToBeginAfreshWhereACompleteDatabaseVanished() throws Exception {
        Layout layout = Layout.below(data);
        Files.createDirectories(layout.home());
        Files.writeString(layout.complete(), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(data)).hasMessageContaining("is gone although it was complete");
    }

    @Test
    void refusesAClusterWithoutItsPasswords() throws Exception {
        Layout layout = Layout.below(data);
        Files.createDirectories(layout.cluster());
        assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                .hasMessageContaining("credentials.properties is missing");
    }

    @Test
    void refusesADatabaseFolderThatOthersCanWrite() throws Exception {
        Layout layout = Layout.below(data);
        Files.createDirectories(layout.home());
        layout.home().toFile().setWritable(true, false);
        assertThatThrownBy(() -> EmbeddedPostgres.start(data)).hasMessageContaining("others can write to it");
    }

    @Test
    void refusesADataFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("cannot be created or written");
    }

    @Test
    void knowsOfNoServerOnAFolderThatIsMissing() {
        assertThat(EmbeddedPostgres.running(data.resolve("missing"))).isEmpty();
        assertThat(EmbeddedPostgres.running(data)).isEmpty();
    }

    private static List<Path> unfinished(Path home) {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().startsWith(ClusterCreation.UNFINISHED))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
