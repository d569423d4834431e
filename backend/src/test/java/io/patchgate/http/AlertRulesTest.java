package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules that operators load: their form and the metrics they name here, what they do by promtool. */
class AlertRulesTest {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."))
            .resolve("../ops/prometheus")
            .normalize();
    private static final Pattern METRIC = Pattern.compile("patchgate_[a-z_]+");

    @Test
    void everyRuleIsWholeAndAsksForMetricsThatThereAre() throws IOException {
        JsonNode file = new ObjectMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("alerts.yaml").toFile());
        String scrape = new Metrics(Clock.systemUTC()).scrape();
        int rules = 0;
        for (JsonNode group : file.required("groups")) {
            for (JsonNode rule : group.required("rules")) {
                rules++;
                assertThat(rule.required("alert").asText()).startsWith("Patchgate");
                assertThat(rule.required("annotations").required("summary").asText())
                        .isNotBlank();
                var metrics =
                        METRIC.matcher(rule.required("expr").asText()).results().toList();
                assertThat(metrics).isNotEmpty();
                metrics.forEach(metric -> assertThat(scrape).contains("\n" + metric.group() + " "));
            }
        }
        assertThat(rules).isPositive();
    }

    @Test
    void promtoolFindsThemGoodAndTheyFireWhenTheyShould() throws Exception {
        assumeTrue(installed(), "promtool is not installed");
        assertThat(promtool("check", "rules", "alerts.yaml")).isZero();
        assertThat(promtool("test", "rules", "alerts-test.yaml")).isZero();
    }

    private static boolean installed() {
        try {
            return promtool("--version") == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static int promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            System.err.println(said);
        }
        return code;
    }
}
