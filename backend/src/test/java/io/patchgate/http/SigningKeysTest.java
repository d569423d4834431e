package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    @TempDir
    Path dataDir;

    private Path privateFile() {
        return dataDir.resolve("keys/token-signing-key.pem");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void onlyTheOwnerCanReadTheKeys() throws Exception {
        SigningKeys.open(dataDir);
        assertThat(mode(dataDir.resolve("keys"))).isEqualTo("rwx------");
        assertThat(mode(privateFile())).isEqualTo("rw-------");
        assertThat(Files.readString(privateFile())).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void aSecondStartFindsTheSameKeys() throws Exception {
        SigningKeys first = SigningKeys.open(dataDir);
        SigningKeys second = SigningKeys.open(dataDir);
        assertThat(second.keyId()).isEqualTo(first.keyId()).matches("[A-Za-z0-9_-]{16}");
        assertThat(second.publicPem()).isEqualTo(first.publicPem());
        assertThat(Files.readString(dataDir.resolve("keys/token-signing-key.pub.pem")))
                .isEqualTo(first.publicPem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void refusesAKeyThatOthersCouldTouch(String mode) throws Exception {
        SigningKeys.open(dataDir);
        Files.setPosixFilePermissions(privateFile(), PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> SigningKeys.open(dataDir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("open to other users");
    }

    @Test
    void refusesAFolderThatOthersCanWrite() throws Exception {
        SigningKeys.open(dataDir);
        Files.setPosixFilePermissions(dataDir.resolve("keys"), PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> SigningKeys.open(dataDir)).hasMessageContaining("open to other users");
    }

    @Test
    void refusesALinkInPlaceOfTheKey() throws Exception {
        SigningKeys.open(dataDir);
        Path elsewhere = Files.move(privateFile(), dataDir.resolve("elsewhere.pem"));
        Files.createSymbolicLink(privateFile(), elsewhere);
        assertThatThrownBy(() -> SigningKeys.open(dataDir)).hasMessageContaining("not a plain file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n"
            })
    void refusesWhatIsNoKeyAndLeavesItThere(String content) throws Exception {
        SigningKeys.open(dataDir);
        Files.writeString(privateFile(), content);
        assertThatThrownBy(() -> SigningKeys.open(dataDir)).hasMessageContaining("is not an RSA private key");
        assertThat(privateFile()).hasContent(content);
    }

    @Test
    void derivedKeysDifferByUse() throws Exception {
        SigningKeys keys = SigningKeys.open(dataDir);
        assertThat(keys.derive("a")).hasSize(32).isEqualTo(keys.derive("a")).isNotEqualTo(keys.derive("b"));
    }

    @Test
    void processesThatStartAtOnceEndWithOneKey() throws Exception {
        List<Process> starters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starters.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Starter.class.getName(),
                            dataDir.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        List<String> said = new ArrayList<>();
        for (Process starter : starters) {
            said.add(new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            assertThat(starter.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(said).containsOnly(SigningKeys.open(dataDir).keyId());
        try (var files = Files.list(dataDir.resolve("keys"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "token-signing-key.pem", "token-signing-key.pub.pem", ".token-signing-key.pem.lock");
        }
    }

    static final class Starter {
        public static void main(String[] args) throws IOException {
            System.out.println(SigningKeys.open(Path.of(args[0])).keyId());
        }
    }
}
