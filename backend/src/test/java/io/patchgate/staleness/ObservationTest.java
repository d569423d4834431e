package io.patchgate.staleness;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.bus.Events.StalenessChanged;
import io.patchgate.bus.Store;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.workspace.Sha256;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservationTest {
    private static final String BASE = Sha256.hex("base\n".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path root;

    private final UUID id = UUID.randomUUID();
    private Observation observation;

    @BeforeEach
    void begin() throws IOException {
        observation = new Observation(Map.of("default", new Workspace("default", root)));
        Files.createDirectory(root.resolve("src"));
        Files.writeString(root.resolve("src/a.py"), "base\n");
    }

    @AfterEach
    void end() throws IOException {
        observation.close();
    }

    @Test
    void tellsOnceThatAFileChangedAndThatItIsAsItWas() throws Exception {
        observation.follow(List.of(watched("src/a.py", BASE, false)));
        assertThat(observation.changes(true)).isEmpty();
        Files.writeString(root.resolve("src/a.py"), "other\n");
        assertThat(untilTold()).containsExactly(new StalenessChanged(id, true));
        assertThat(observation.changes(true)).isEmpty();
        Files.writeString(root.resolve("src/a.py"), "base\n");
        assertThat(untilTold()).containsExactly(new StalenessChanged(id, false));
    }

    @Test
    void seesWhatTheSystemDoesNotTellWhenItLooksAtEverything() throws Exception {
        observation.follow(List.of(watched("new/folder/b.py", null, false)));
        assertThat(observation.changes(true)).isEmpty();
        Files.createDirectories(root.resolve("new/folder"));
        Files.writeString(root.resolve("new/folder/b.py"), "there\n");
        assertThat(observation.changes(true)).containsExactly(new StalenessChanged(id, true));
        Files.delete(root.resolve("new/folder/b.py"));
        assertThat(observation.changes(true)).containsExactly(new StalenessChanged(id, false));
    }

    @Test
    void tellsNothingOfWhatTheGateDenied() throws Exception {
        observation.follow(List.of(watched("src/a.py", BASE, true)));
        Files.writeString(root.resolve("src/a.py"), "other\n");
        assertThat(observation.changes(true)).isEmpty();
    }

    @Test
    void takesALinkInPlaceOfTheFileForAChangeAndDoesNotFollowIt() throws Exception {
        Path outside = Files.createTempFile("patchgate", ".txt");
        Files.writeString(outside, "base\n");
        observation.follow(List.of(watched("src/a.py", BASE, false)));
        Files.delete(root.resolve("src/a.py"));
        Files.createSymbolicLink(root.resolve("src/a.py"), outside);
        assertThat(observation.changes(true)).containsExactly(new StalenessChanged(id, true));
        Files.delete(outside);
    }

    /** Without ever looking at everything. */
    private List<StalenessChanged> untilTold() throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        List<StalenessChanged> told = observation.changes(false);
        while (told.isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
            told = observation.changes(false);
        }
        return told;
    }

    private Store.Watched watched(String target, String base, boolean sealed) {
        return new Store.Watched(id, "default", new WorkspacePath(target), base, sealed);
    }
}
