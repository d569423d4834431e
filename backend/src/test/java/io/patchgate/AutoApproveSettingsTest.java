package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.approval.AutoApproveSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoApproveSettingsTest {
    private static final String CHECKED = "workspaces: [{root: /srv/a, checks: [{name: unit, run: x}]}]\n";

    @TempDir
    Path folder;

    @Test
    void isOffUnlessSwitchedOn() throws Exception {
        assertThat(read(CHECKED).autoApprove()).isEqualTo(AutoApproveSettings.OFF);
        assertThat(AutoApproveSettings.OFF.enabled()).isFalse();
    }

    @Test
    void readsWhatIsThere() throws Exception {
        assertThat(read(CHECKED + "auto_approve: {enabled: true, threshold: 0.98, paths: ['docs/**'], per_day: 2,"
                                + " max_lines: 10, delay: 2h}")
                        .autoApprove())
                .isEqualTo(new AutoApproveSettings(true, 0.98, List.of("docs/**"), 2, 10, Duration.ofHours(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threshold: 0.94 | auto_approve.threshold",
                "threshold: 1.5 | auto_approve.threshold",
                "enabled: true | auto_approve.paths",
                "paths: ['[a'] | auto_approve.paths",
                "per_day: 0 | auto_approve.per_day",
                "max_lines: 501 | auto_approve.max_lines",
                "delay: 9m | auto_approve.delay",
                "'enabled: true, paths: [\"**\"], delay: 7d' | auto_approve.delay",
                "agents: [a] | auto_approve.agents",
            })
    void refusesOthersByTheirKey(String keys, String named) {
        assertThatThrownBy(() -> read(CHECKED + "auto_approve: {" + keys + "}"))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("'" + named + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{root: /srv/a}]",
                "'[{root: /srv/a, checks: [{name: unit, run: x, required: false}]}]'",
            })
    void isRefusedWhereNothingVouches(String workspaces) {
        assertThatThrownBy(
                        () -> read("workspaces: " + workspaces + "\nauto_approve: {enabled: true, paths: ['docs/**']}"))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("'auto_approve.enabled'");
    }

    private Settings read(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("patchgate.yaml"), yaml);
        return SettingsReader.read(Map.of("PATCHGATE_CONFIG", file.toString()));
    }
}
