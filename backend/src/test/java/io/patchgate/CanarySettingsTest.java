package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.generation.CanarySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanarySettingsTest {
    @TempDir
    Path folder;

    @Test
    void thereIsNoneUnlessAFolderIsNamed() throws Exception {
        assertThat(canary("{}")).isEmpty();
        assertThat(canary("{root: /srv/canary}"))
                .contains(new Settings.Canary(Path.of("/srv/canary"), CanarySettings.DEFAULT));
        assertThat(CanarySettings.DEFAULT.promote()).isFalse();
    }

    @Test
    void readsWhatIsThere() throws Exception {
        assertThat(canary("{root: /srv/canary, share: 0.25, watch: 2h, min_events: 50, promote: true}"))
                .contains(new Settings.Canary(
                        Path.of("/srv/canary"), new CanarySettings(0.25, Duration.ofHours(2), 50, true)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{share: 0.1} | workspaces[0].canary.root",
                "{root: /srv/canary, share: 0} | workspaces[0].canary.share",
                "{root: /srv/canary, share: 1} | workspaces[0].canary.share",
                "{root: /srv/canary, share: 10%} | workspaces[0].canary.share",
                "{root: /srv/canary, watch: 367d} | workspaces[0].canary.watch",
                "{root: /srv/canary, watch: soon} | workspaces[0].canary.watch",
                "{root: /srv/canary, min_events: 0} | workspaces[0].canary.min_events",
                "{root: /srv/canary, promote: perhaps} | workspaces[0].canary.promote",
                "{root: /srv/canary, rollback: true} | workspaces[0].canary.rollback",
            })
    void refusesOthersByTheirKey(String canary, String key) {
        assertThatThrownBy(() -> canary(canary))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("'" + key + "'");
    }

    @Test
    void noCanaryFolderLiesInAWorkspaceOrIsTheSameForTwo() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        Path canary = Files.createDirectories(folder.resolve("canaries/one"));
        DataFolder.keepApart(data, List.of(workspace("a", one, canary), workspace("b", two, null)));

        Path link = Files.createSymbolicLink(folder.resolve("link"), two);
        for (List<Settings.WorkspaceSettings> wrong : List.of(
                List.of(workspace("a", one, one)),
                List.of(workspace("a", one, Files.createDirectory(one.resolve("below")))),
                List.of(workspace("a", one, folder)),
                List.of(workspace("a", one, data)),
                List.of(workspace("a", one, link), workspace("b", two, null)),
                List.of(workspace("a", one, canary), workspace("b", two, canary)),
                List.of(workspace("a", one, canary), workspace("b", two, canary.getParent())))) {
            assertThatThrownBy(() -> DataFolder.keepApart(data, wrong))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("must not lie inside each other");
        }
        assertThatThrownBy(() -> DataFolder.keepApart(data, List.of(workspace("a", one, folder.resolve("none")))))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("'a (canary)'");
    }

    private Settings.WorkspaceSettings workspace(String name, Path root, Path canary) throws Exception {
        String yaml = "workspaces: [{name: " + name + ", root: '" + root + "'"
                + (canary == null ? "" : ", canary: {root: '" + canary + "'}") + "}]";
        return read(yaml);
    }

    private Optional<Settings.Canary> canary(String yaml) throws Exception {
        return read("workspaces: [{root: /srv/a, canary: " + yaml + "}]").canary();
    }

    private Settings.WorkspaceSettings read(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("patchgate.yaml"), yaml);
        return SettingsReader.read(Map.of("PATCHGATE_CONFIG", file.toString()))
                .workspaces()
                .get(0);
    }
}
