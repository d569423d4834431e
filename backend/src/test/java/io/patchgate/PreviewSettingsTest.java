package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.preview.PreviewCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewSettingsTest {
    @TempDir
    Path folder;

    @Test
    void runsNothingUnlessTold() throws Exception {
        assertThat(preview("{}")).isEmpty();
        assertThat(preview("{run: '  '}")).isEmpty();
    }

    @Test
    void readsWhatIsThere() throws Exception {
        assertThat(preview("{run: make show}")).contains(new PreviewCommand("make show", PreviewCommand.STANDARD));
        assertThat(preview("{run: x, timeout: 60s}")).contains(new PreviewCommand("x", Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{run: x, timeout: 61s} | workspaces[0].preview.timeout",
                "{run: x, timeout: soon} | workspaces[0].preview.timeout",
                "{command: x} | workspaces[0].preview.command",
            })
    void refusesOthersByTheirKey(String preview, String key) {
        assertThatThrownBy(() -> preview(preview))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("'" + key + "'");
    }

    private Optional<PreviewCommand> preview(String yaml) throws Exception {
        Path file = Files.writeString(
                folder.resolve("patchgate.yaml"), "workspaces: [{root: /srv/a, preview: " + yaml + "}]");
        return SettingsReader.read(Map.of("PATCHGATE_CONFIG", file.toString()))
                .workspaces()
                .get(0)
                .preview();
    }
}
