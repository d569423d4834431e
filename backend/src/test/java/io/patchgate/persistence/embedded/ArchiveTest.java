package io.patchgate.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveTest {
    @TempDir
    Path folder;

    @Test
    void keepsExecutableBitsAndLinks() throws Exception {
        Archive.unpack(archive(file("bin/run", 0755), file("lib/data.1", 0644), link("lib/data", "data.1")), folder);
        assertThat(folder.resolve("bin/run")).isExecutable().hasContent("content");
        assertThat(Files.getPosixFilePermissions(folder.resolve("lib/data.1"))).hasSize(4);
        assertThat(Files.readSymbolicLink(folder.resolve("lib/data"))).hasToString("data.1");
    }

    @ParameterizedTest
    @CsvSource({"../out", "a/../../out", "/out"})
    void refusesANameThatLeavesTheFolder(String name) throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(7);
        assertThatThrownBy(() -> Archive.unpack(archive(entry), inner)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(Path.of("/out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"../../etc", "/etc"})
    void refusesALinkThatLeavesTheFolder(String target) {
        assertThatThrownBy(() -> Archive.unpack(archive(link("a/link", target)), folder))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesToWriteThroughALink() {
        assertThatThrownBy(() ->
                        Archive.unpack(archive(file("a/file", 0644), link("b", "a"), file("b/other", 0644)), folder))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Archive.unpack(archive(link("c", "a/file"), file("c", 0644)), folder))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesHardLinks() {
        TarArchiveEntry hard = new TarArchiveEntry("hard", TarConstants.LF_LINK);
        hard.setLinkName("/etc/passwd");
        assertThatThrownBy(() -> Archive.unpack(archive(hard), folder)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz",
        "Linux, aarch64, postgres-linux-arm_64.txz",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
        "Windows 11, amd64, postgres-windows-x86_64.txz"
    })
    void isNamedAfterTheMachine(String os, String architecture, String name) {
        assertThat(Binaries.archiveName(os, architecture)).isEqualTo(name);
    }

    @Test
    void givesEveryoneTheSameWholeFolderWhenManyUnpackAtOnce() throws Exception {
        Layout layout = Layout.below(folder);
        Files.createDirectories(layout.home());
        int self = OwnFiles.self(folder);
        // An account that does not differ, so that the programs go below this test's own folder.
        ServerAccount own = new ServerAccount(self, self, -1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<Binaries> unpack = () -> Binaries.unpacked(layout, own);
            List<Binaries> all = new ArrayList<>();
            for (var future : threads.invokeAll(List.of(unpack, unpack))) {
                all.add(future.get());
            }
            assertThat(all).containsOnly(all.get(0));
            assertThat(all.get(0).program("postgres")).isExecutable();
            assertThat(all.get(0).majorVersion()).isEqualTo("18");
            try (Stream<Path> left = Files.list(layout.binaries())) {
                assertThat(left).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
        Files.setPosixFilePermissions(
                layout.binaries(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> Binaries.unpacked(layout, own)).hasMessageContaining("can write to it");
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(7);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static InputStream archive(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                if (entry.getSize() > 0) {
                    tar.write("content".getBytes(StandardCharsets.UTF_8));
                }
                tar.closeArchiveEntry();
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
