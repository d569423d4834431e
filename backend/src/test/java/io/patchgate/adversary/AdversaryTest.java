package io.patchgate.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.gate.WholePath.End;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

class AdversaryTest {
    @TempDir(factory = InMemory.class)
    Path temp;

    @Test
    void reachesNoProtectedFileInTwoThousandSets() throws Exception {
        Adversary adversary = new Adversary(temp);

        adversary.run(System.nanoTime(), 2_000, true);

        // A run that never got as far as the disk would prove nothing.
        assertThat(adversary.ended(End.APPLIED)).as(adversary.toString()).isGreaterThan(200);
        assertThat(adversary.ended(End.DENIED)).as(adversary.toString()).isGreaterThan(300);
        assertThat(adversary.ended(End.NOT_DECIDED)).as(adversary.toString()).isPositive();
        assertThat(adversary.ended(End.NOT_APPLIED)).as(adversary.toString()).isPositive();
    }

    /** Where the machine has memory to spare, since every set syncs its files. */
    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(
                org.junit.jupiter.api.extension.AnnotatedElementContext element,
                org.junit.jupiter.api.extension.ExtensionContext context)
                throws Exception {
            Path memory = Path.of("/dev/shm");
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "patchgate")
                    : Files.createTempDirectory("patchgate");
        }
    }
}
