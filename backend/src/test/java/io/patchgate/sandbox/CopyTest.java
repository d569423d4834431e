package io.patchgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copying what others write to. */
@Timeout(120)
class CopyTest {
    @TempDir
    Path folder;

    @Test
    void bearsThatFilesComeGoAndAreReplacedMeanwhile() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/cp")), "There is no /bin/cp");
        Path from = Files.createDirectory(folder.resolve("from"));
        for (int i = 0; i < 300; i++) {
            Files.writeString(from.resolve("f" + i), "old");
        }
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer = new Thread(() -> write(from, ended));
        writer.start();
        try {
            for (int i = 0; i < 25; i++) {
                Path to = Files.createDirectory(folder.resolve("to" + i));
                Programs.copy(List.of("/bin/cp", "-a", "--", from.toString(), to.toString()));
                for (int f = 0; f < 300; f++) {
                    assertThat(Files.readString(to.resolve("from/f" + f))).isIn("old", "new");
                }
            }
        } finally {
            ended.set(true);
            writer.join();
        }
    }

    @Test
    void saysWhatElseIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "x");
        assertThatThrownBy(() -> Programs.copy(List.of("/bin/cp", "--", file.toString(), folder + "/none/at/all")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot create");
    }

    /** As an application does it: a temporary name beside the file, which then takes its place. */
    private static void write(Path from, AtomicBoolean ended) {
        try {
            for (int i = 0; !ended.get(); i = (i + 1) % 300) {
                Path temporary = Files.writeString(from.resolve(".patchgate-" + i), "new");
                Files.move(temporary, from.resolve("f" + i), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
