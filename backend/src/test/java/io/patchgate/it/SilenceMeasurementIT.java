package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ops/silence} as in the long run by hand, with fewer submissions and a wider bound. 2,400, since with 2,000 a
 * perfectly silent product would fail about once in 250 times: the upper end of the interval lies 1.96 standard errors
 * of 0.0118 above the area, so that 0.56 is 3.1 standard errors from a half.
 */
class SilenceMeasurementIT {
    private static final String SUBMISSIONS = System.getProperty("silence.submissions", "2400");
    private static final String BOUND = System.getProperty("silence.bound", "0.56");
    private static final long PATIENCE_MINUTES = 15;

    @TempDir
    Path folder;

    @Test
    void whatIsDeniedCannotBeTold() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "ops/silence is a shell script");
        Path base = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
        Path report = folder.resolve("report.txt");
        Process silence = new ProcessBuilder(List.of(
                        base.resolveSibling("ops").resolve("silence").toString(),
                        "--submissions",
                        SUBMISSIONS,
                        "--bound",
                        BOUND,
                        "--dir",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            boolean ended = silence.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            String said = Files.readString(report);
            assertThat(ended).as("it ends:\n" + said).isTrue();
            assertThat(silence.exitValue()).as(said).isZero();
            assertThat(said).contains("no byte differs");
        } finally {
            silence.destroy();
        }
    }
}
