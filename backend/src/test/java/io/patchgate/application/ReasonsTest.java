package io.patchgate.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    @Test
    void everyFaultHasWordsForAPerson() {
        assertThat(Reasons.of(new AccessDeniedException("/x"))).isEqualTo("permission was denied");
        assertThat(Reasons.of(new NoSuchFileException("/x"))).isEqualTo("the file or its folder vanished");
        assertThat(Reasons.of(new NotDirectoryException("/x"))).isEqualTo("a folder on the way became a file");
        assertThat(said("No space left on device")).isEqualTo("the disk is full");
        assertThat(Reasons.of(new java.io.IOException("No space left on device")))
                .isEqualTo("the disk is full");
        assertThat(said("Disk quota exceeded")).isEqualTo("the disk quota is used up");
        assertThat(said("Read-only file system")).isEqualTo("the filesystem is read-only");
        assertThat(said("File name too long")).isEqualTo("the name is too long for the filesystem");
        assertThat(said("Invalid argument")).isEqualTo("the system says: Invalid argument");
        assertThat(Reasons.of(new java.io.IOException("/secret/place"))).isEqualTo("reading or writing failed");
    }

    private static String said(String reason) {
        return Reasons.of(new FileSystemException("/x", null, reason));
    }
}
