package io.patchgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the kills that {@code ops/crash} makes by the thousand. */
class CrashIT {
    private static final long PATIENCE_MINUTES = 5;

    @TempDir
    Path folder;

    @Test
    void everyChangeSetIsWhollyOldOrWhollyNewAfterAKill() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "ops/crash is a shell script");
        Path base = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                        base.resolveSibling("ops").resolve("crash").toString(), "apply", "--kills", "5")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .put("PATCHGATE_JAR", base.resolve("target/patchgate.jar").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", folder.toString());
        Process campaign = builder.start();
        try {
            assertThat(campaign.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            campaign.descendants().forEach(ProcessHandle::destroyForcibly);
            campaign.destroyForcibly();
        }
        assertThat(Files.readString(out)).contains("application: 5 kills").contains("all right");
        assertThat(campaign.exitValue()).isZero();
    }
}
