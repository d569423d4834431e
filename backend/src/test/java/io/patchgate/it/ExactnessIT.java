package io.patchgate.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was approved is what is on the disk, byte for byte, and what a rollback brings back is what was there. */
@ExtendWith(SharedProduct.class)
class ExactnessIT {
    private static final String TEN_MEGABYTES = "0123456789abcde\n".repeat(10 * 1024 * 1024 / 16);

    private final RunningProduct product;
    private final Api agent;
    private final Api rita;

    ExactnessIT(RunningProduct product) {
        this.product = product;
        agent = product.agent("exact-agent");
        rita = product.reviewer("rita");
    }

    private record Case(String name, byte[] before, String mode, String sent, byte[] after) {
        Case(String name, String before, String mode, String sent) {
            this(name, before.getBytes(UTF_8), mode, sent, sent.getBytes(UTF_8));
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("crlf.txt", "a\r\nb\r\n", "rw-r--r--", "a\r\nc\r\nd"),
            new Case("mixed.txt", "a\r\nb\rc\n\n", "rw-rw-r--", "a\nb\r\n\rc"),
            new Case("unended.txt", "a\nb", "rw-r-----", "a\nb\nc"),
            new Case("ended.txt", "a\nb", "rw-r--r--", "a\nb\n"),
            new Case("bom.txt", "\uFEFFa\n", "rw-r--r--", "\uFEFFb\n"),
            new Case("bomless.txt", "\uFEFFa\n", "rw-r--r--", "a\n"),
            new Case("empty.txt", "", "rw-------", "no longer\n"),
            new Case("emptied.txt", "something\n", "r--r--r--", ""),
            new Case("run.sh", "exit 0\n", "rwxr-x--x", "exit 1\n"),
            new Case("large.txt", TEN_MEGABYTES, "rw-r--r--", TEN_MEGABYTES + "more\n"),
            new Case("astral.txt", "\u00e9\n", "rw-r--r--", "e\u0301 \ud83d\ude00\n"),
            new Case(
                    "latin.txt",
                    "caf\u00e9\r\n\u0092 ol\u00e9".getBytes(ISO_8859_1),
                    "rwxr--r--",
                    "caf\u00e9\r\n\u0092 na\u00efve\n",
                    "caf\u00e9\r\n\u0092 na\u00efve\n".getBytes(ISO_8859_1)),
            new Case(
                    "latin-to-ascii.txt",
                    "caf\u00e9\n".getBytes(ISO_8859_1),
                    "rw-r--r--",
                    "coffee\n",
                    "coffee\n".getBytes(UTF_8)));

    @Test
    void keepsEveryByteAndModeThereAndBack() throws IOException {
        List<Object> changes = new ArrayList<>();
        for (Case each : CASES) {
            Tools.write(file(each.name()), "", each.mode());
            Files.setPosixFilePermissions(
                    Files.write(writable(each.name()), each.before()),
                    java.nio.file.attribute.PosixFilePermissions.fromString(each.mode()));
            changes.add(Proposals.whole("exact/" + each.name(), each.sent()));
        }
        Path link = Files.createSymbolicLink(file("link"), Path.of("crlf.txt"));
        Files.write(file("gone.txt"), "na\u00efve".getBytes(ISO_8859_1));
        changes.add(Proposals.deletion("exact/gone.txt"));

        String id = agent.submit(Proposals.set(changes.toArray()));
        product.admitted(id);
        assertThat(rita.approve(id).expect(200).text("action")).isEqualTo("APPLIED");
        for (Case each : CASES) {
            assertThat(Files.readAllBytes(file(each.name()))).as(each.name()).isEqualTo(each.after());
            assertThat(Tools.mode(file(each.name()))).as(each.name()).isEqualTo(each.mode());
        }
        assertThat(Files.readSymbolicLink(link)).hasToString("crlf.txt");
        assertThat(file("gone.txt")).doesNotExist();

        rita.post("/api/patch-requests/" + id + "/rollback", Map.of()).expect(200);
        for (Case each : CASES) {
            assertThat(Files.readAllBytes(file(each.name()))).as(each.name()).isEqualTo(each.before());
            assertThat(Tools.mode(file(each.name()))).as(each.name()).isEqualTo(each.mode());
        }
        assertThat(Files.readAllBytes(file("gone.txt"))).isEqualTo("na\u00efve".getBytes(ISO_8859_1));
        assertThat(Files.readSymbolicLink(link)).hasToString("crlf.txt");
    }

    @Test
    void showsLatin1DecodedAndKeepsItThroughMergesAndReductions() throws IOException {
        String lines = "caf\u00e9\n1\n2\n3\n4\n5\n6\n7\n8\n9\nol\u00e9\n";
        Path file = Files.write(Tools.write(file("merged-latin.txt"), "", "rw-r--r--"), lines.getBytes(ISO_8859_1));
        String target = "exact/merged-latin.txt";
        String id = agent.submit(Proposals.set(Proposals.diff(
                target,
                "@@ -1,2 +1,2 @@",
                "-caf\u00e9",
                "+th\u00e9",
                " 1",
                "@@ -10,2 +10,2 @@",
                " 9",
                "-ol\u00e9",
                "+h\u00e9")));
        product.admitted(id);

        JsonNode shown = rita.request(id).json();
        assertThat(shown.get("diff").asText()).contains("-caf\u00e9\n+th\u00e9\n");
        assertThat(shown.at("/changes/0/encoding").asText()).isEqualTo("latin-1");
        assertThat(rita.get("/api/patch-requests/" + id + "/preview/file?target_file=" + target)
                        .expect(200)
                        .body())
                .isEqualTo(
                        new String(lines.replace("caf", "th").replace("ol", "h").getBytes(ISO_8859_1), UTF_8));

        Map<String, Object> kept = Map.of("target_file", target, "hunks", List.of(1));
        String reduced = rita.post(
                        "/api/patch-requests/" + id + "/reduce",
                        Map.of("approval_key", shown.get("approval_key").asText(), "keep", List.of(kept)))
                .expect(201)
                .text("request_id");
        product.admitted(reduced);
        Files.write(file, lines.replace("\n4\n", "\nvier: \u00e4\n").getBytes(ISO_8859_1));
        JsonNode merge = rita.get("/api/patch-requests/" + reduced + "/merge")
                .expect(200)
                .json();
        assertThat(merge.get("diff").asText()).contains("-ol\u00e9\n+h\u00e9\n");
        String merged = rita.post(
                        "/api/patch-requests/" + reduced + "/merge",
                        Map.of("merge_key", merge.get("merge_key").asText()))
                .expect(201)
                .text("request_id");
        product.admitted(merged);
        assertThat(product.reviewer("carl").approve(merged).expect(200).text("action"))
                .isEqualTo("APPLIED");
        assertThat(Files.readAllBytes(file))
                .isEqualTo(lines.replace("\n4\n", "\nvier: \u00e4\n")
                        .replace("ol\u00e9", "h\u00e9")
                        .getBytes(ISO_8859_1));
    }

    private Path file(String name) {
        return product.workspace().resolve("exact").resolve(name);
    }

    /** The owner of a file may write it whatever its mode, once that is another. */
    private Path writable(String name) throws IOException {
        return Files.setPosixFilePermissions(
                file(name), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
}
