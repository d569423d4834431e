package io.patchgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsSettingTest {
    @TempDir
    Path folder;

    private double read(String yaml, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(folder.resolve("patchgate.yaml"), yaml);
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("PATCHGATE_CONFIG", file.toString());
        return SettingsReader.read(all).alerts().highConfidence();
    }

    @Test
    void highConfidenceIsTheSeedsUnlessSetAndTheEnvironmentWins() throws Exception {
        assertThat(read("", Map.of())).isEqualTo(0.9);
        assertThat(read("alerts: {high_confidence: 0.75}", Map.of())).isEqualTo(0.75);
        assertThat(read("alerts: {high_confidence: 0.75}", Map.of("PATCHGATE_ALERTS_HIGH_CONFIDENCE", "1")))
                .isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "-0.1", "high", ".5", "90%", "NaN"})
    void whatIsNoShareIsRefusedByName(String value) {
        assertThatThrownBy(() -> read("alerts: {high_confidence: '" + value + "'}", Map.of()))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("'alerts.high_confidence' (PATCHGATE_ALERTS_HIGH_CONFIDENCE)");
    }
}
