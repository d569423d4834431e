package io.patchgate.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.diff.FileChange;
import io.patchgate.diff.ShownFile;
import io.patchgate.diff.UnifiedDiff;
import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Change;
import io.patchgate.patch.Demand;
import io.patchgate.patch.Signal;
import io.patchgate.patch.Signal.Kind;
import io.patchgate.patch.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
    static final String REASONING = "The function returns early when its input is empty, as several people reported.";

    static ChangedFile file(String path, String before, String after) {
        String diff = UnifiedDiff.of(new FileChange(path, bytes(before), bytes(after), false));
        ShownFile shown = diff.contains("@@ ") ? ShownFile.read(diff).get(0) : new ShownFile(path, List.of());
        return ChangedFile.of(shown, after, before == null);
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    static List<Signal> signals(ChangedFile... files) {
        return Signals.of(Arrays.asList(files), REASONING, Demand.ONE);
    }

    /** As {@code kind@line,line}, before the change with a minus. */
    static String seen(String path, String before, String after) {
        return signals(file(path, before, after)).stream()
                .map(signal -> signal.kind().id() + "@"
                        + signal.locations().stream()
                                .map(at -> (at.side() == Signal.Side.BEFORE ? "-" : "") + at.line())
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }

    private static String added(String path, String line) {
        return seen(path, "first\n", "first\n" + line + "\n");
    }

    @Test
    void seesNewCallsByTheirLanguage() {
        assertThat(added("a.py", "subprocess.run(['ls'])")).isEqualTo("process_call@2");
        assertThat(added("a.py", "import os, subprocess as s")).isEqualTo("process_call@2");
        assertThat(added("a.py", "x = eval(text)")).isEqualTo("code_evaluation@2");
        assertThat(added("a.py", "x = \uff45val(text)")).contains("code_evaluation@2", "mixed_script@2");
        assertThat(added("a.py", "y = pickle.loads(blob)")).isEqualTo("deserialization@2");
        assertThat(added("a.py", "shutil.rmtree(folder)")).isEqualTo("file_deletion@2");
        assertThat(added("a.py", "requests.post(url, data=everything)")).isEqualTo("network_call@2");
        assertThat(added("a.ts", "import { exec } from 'node:child_process';")).isEqualTo("process_call@2");
        assertThat(added("a.js", "const c = require(\"child_process\")")).isEqualTo("process_call@2");
        assertThat(added("a.js", "el.innerHTML = text")).isEqualTo("code_evaluation@2");
        assertThat(added("A.java", "new ProcessBuilder(command).start();")).isEqualTo("process_call@2");
        assertThat(added("A.java", "Object o = new ObjectInputStream(in).readObject();"))
                .isEqualTo("deserialization@2");
        assertThat(added("a.go", "import \"os/exec\"")).isEqualTo("process_call@2");
        assertThat(added("a.sh", "curl -s https://example.org | sh")).contains("network_call@2", "code_evaluation@2");
    }

    @Test
    void isNotFooledByCommentsStringsDefinitionsAndMethodsOfTheSameName() {
        assertThat(added("a.py", "# eval(text) would be wrong")).isEmpty();
        assertThat(added("a.py", "print('eval(text)')")).isEmpty();
        assertThat(added("a.py", "model.eval()")).isEmpty();
        assertThat(added("a.py", "def eval(self):")).isEmpty();
        assertThat(added("a.py", "evaluate(text); my_eval(text)")).isEmpty();
        assertThat(seen("a.py", "x = 1\n", "x = 1\n\"\"\"\neval(text)\n\"\"\"\n"))
                .isEmpty();
        assertThat(added("A.java", "/* Runtime.getRuntime().exec(x) */")).isEmpty();
        assertThat(added("a.js", "const kind = 'http';")).isEmpty();
        assertThat(added("a.go", "x := []string{\"unsafe\"}")).isEmpty();
        assertThat(added("notes.md", "eval(text)")).isEmpty();
    }

    @Test
    void findsCodeThatHidesInWhatOnlyLooksLikeAString() {
        assertThat(added("a.py", "print(f'{eval(text)}')")).isEqualTo("code_evaluation@2");
        assertThat(added("a.js", "`${eval(text)}`")).isEqualTo("code_evaluation@2");
        assertThat(added("a.js", "if (x) /[/*]/.test(y); eval(z)")).isEqualTo("code_evaluation@2");
        assertThat(seen("a.js", "a\n", "a\nx = /`/\neval(y)\n")).isEqualTo("code_evaluation@3");
        assertThat(added("a.sh", "echo \"$(eval $x)\"")).isEqualTo("code_evaluation@2");
    }

    @Test
    void countsOnlyWhatIsNew() {
        assertThat(seen("a.py", "eval(x)\ny = 1\n", "eval(x)\ny = 2\n")).isEmpty();
        assertThat(seen("a.py", "eval(x)\n", "eval(x, {})\n")).isEmpty();
        assertThat(seen("a.py", "if x:\n    eval(x)\ny = 1\n", "y = 1\nif x:\n        eval(x)\n"))
                .isEmpty();
        assertThat(signals(file("a.py", "eval(x)\n", null), file("b.py", null, "eval(x)\n")))
                .isEmpty();
        assertThat(seen("a.py", "eval(x)\n", "y = 1\neval(x)\nz = 1\neval(y)\n"))
                .isEqualTo("code_evaluation@4");
    }

    @Test
    void seesWhatIsTakenAway() {
        assertThat(seen("test_a.py", "def test_a():\n    assert f() == 1\n\nx = 1\n", "x = 1\n"))
                .isEqualTo("tests_weakened@-1 assertions_removed@-2");
        assertThat(seen("test_a.py", "assert f() == 1\n", "# assert f() == 1\n"))
                .isEqualTo("assertions_removed@-1");
        assertThat(seen("test_a.py", "assert f() == 1\n", "assert f() == 2\n")).isEmpty();
        assertThat(seen("test_a.py", "def test_a():\n    f()\n", "@pytest.mark.skip\ndef test_a():\n    f()\n"))
                .isEqualTo("tests_weakened@1");
        assertThat(seen("a.py", "if not require_auth(user):\n    raise Denied\nserve()\n", "serve()\n"))
                .isEqualTo("authorization_weakened@-1");
        assertThat(seen("a.py", "author = 1\nx = 1\n", "x = 1\n")).isEmpty();
        assertThat(seen("A.java", "log.info(\"done\");\nx();\n", "x();\n")).isEqualTo("logging_removed@-1");
        assertThat(seen("src/test/java/ATest.java", "@Test\nvoid a() {}\n", null))
                .isEqualTo("tests_weakened@-1");
    }

    @Test
    void seesWhatDoesNotShow() {
        assertThat(added("a.py", "x = 'a\u202eb'")).isEqualTo("hidden_unicode@2");
        assertThat(added("a.py", "ad\u200bmin = 1")).isEqualTo("hidden_unicode@2");
        assertThat(added("a.txt", "\u001b[2J")).isEqualTo("hidden_unicode@2");
        assertThat(added("a.txt", "tag \udb40\udc41")).isEqualTo("hidden_unicode@2");
        assertThat(added("a.py", "\u0430dmin = 1")).isEqualTo("mixed_script@2");
        assertThat(
                        added(
                                "a.md",
                                "Die Gr\u00f6\u00dfe \u0394x, \u041c\u043e\u0441\u043a\u0432\u0430, \ud83d\udc68\u200d\ud83d\udc69 \u2764\ufe0f"))
                .isEmpty();
        assertThat(seen("a.py", null, "\ufeffx = 1\r\n")).isEmpty();
    }

    @Test
    void seesSecretsAndDoesNotRepeatThem() {
        String token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        List<Signal> found = signals(file("a.py", "x\n", "x\ntoken = '" + token + "'\n"));

        assertThat(found).extracting(Signal::kind).containsExactly(Kind.SECRET);
        assertThat(found.toString()).doesNotContain(token).doesNotContain("a1B2");
        assertThat(added("a.env", "KEY=AKIA" + "QWERTYUIOPASDF12")).isEqualTo("secret@2");
        assertThat(added("a.pem", "-----BEGIN " + "RSA PRIVATE KEY-----")).isEqualTo("secret@2");
        assertThat(added("a.py", "db_password = 'k9Xw2LqP7vTz'")).isEqualTo("secret@2");
        assertThat(added("a.json", "\"api_key\": \"f83hf02hfq9x7ehd\"")).isEqualTo("secret@2");
        assertThat(added("a.py", "password = 'changeme please'")).isEmpty();
        assertThat(added("a.py", "password = os.environ['DB_PASSWORD_1234']")).isEmpty();
        assertThat(added("a.py", "token = '${TOKEN_FROM_ENV_1}'")).isEmpty();
    }

    @Test
    void seesWhatNobodyCanRead() {
        assertThat(added("a.js", "x=1;".repeat(150))).isEqualTo("long_lines@2");
        assertThat(added("a.txt", "4AbC".repeat(80))).isEqualTo("binary_looking@2");
        assertThat(seen("a.py", null, "# Code generated by a tool. DO NOT EDIT.\nx = 1\n"))
                .isEqualTo("generated@1");
    }

    @Test
    void seesNewDependenciesAndNotNewVersions() {
        assertThat(seen("requirements.txt", "requests==1.0\n", "requests==2.0\nreqeusts==1\n"))
                .isEqualTo("new_dependency@2");
        assertThat(seen(
                        "package.json",
                        "{\n \"dependencies\": {\n  \"a\": \"1\"\n }\n}\n",
                        "{\n \"dependencies\": {\n  \"a\": \"2\",\n  \"b\": \"1\"\n }\n}\n"))
                .isEqualTo("new_dependency@4");
        assertThat(seen("go.mod", "module m\n", "module m\nrequire example.org/x v1.0.0\n"))
                .isEqualTo("new_dependency@2");
        assertThat(seen(
                        "pyproject.toml",
                        "[project]\ndependencies = [\n]\n",
                        "[project]\ndependencies = [\n  \"evil>=1\",\n]\n"))
                .isEqualTo("new_dependency@3");
        assertThat(seen(
                        "pom.xml",
                        "<dependencies>\n</dependencies>\n",
                        "<dependencies>\n<groupId>g</groupId>\n<artifactId>a</artifactId>\n</dependencies>\n"))
                .isEqualTo("new_dependency@3");
    }

    @Test
    void comparesTheSizeWithTheReasoning() {
        String lines = "x = 1\n".repeat(200);
        assertThat(Signals.of(List.of(file("a.py", null, lines)), "Fix a typo.", Demand.ONE))
                .extracting(Signal::kind)
                .containsExactly(Kind.LARGER_THAN_EXPLAINED);
        assertThat(Signals.of(List.of(file("a.py", null, "x = 1\n")), "Fix a typo.", Demand.ONE))
                .isEmpty();
    }

    @Test
    void saysThatTheKernelLoadsTheFile() {
        Demand demand = new Demand(
                2,
                List.of(new Demand.Reason(
                        Demand.Kind.KERNEL_DEPENDENCY, new WorkspacePath("a.py"), 2, null, List.of(), null)));
        assertThat(Signals.of(List.of(file("a.py", "x\n", "y\n")), REASONING, demand))
                .singleElement()
                .satisfies(signal -> assertThat(signal.severity()).isEqualTo(Signal.Severity.HIGH));
    }

    @Test
    void boundsWhatItSays() {
        List<Signal> found = signals(file("a.py", null, "eval(x)\n".repeat(5_000)));
        assertThat(found)
                .filteredOn(signal -> signal.kind() == Kind.CODE_EVALUATION)
                .singleElement()
                .satisfies(signal -> {
                    assertThat(signal.locations()).hasSize(50);
                    assertThat(signal.message()).contains("There are 5000 such places");
                });
    }

    @Test
    void saysWhatItDoesNotLookInto() {
        String content = "x\n".repeat(Signals.MOST_LINES + 1);
        WorkspacePath path = new WorkspacePath("a.py");
        assertThat(Signals.of(
                        null,
                        List.of(new Change(path, Change.Form.NEW_CODE, content, null, null)),
                        List.of(new BaseFile(path, null, 0, 0, "", content.length())),
                        REASONING,
                        Demand.ONE))
                .extracting(Signal::kind)
                .containsExactly(Kind.NOT_EXAMINED);
    }

    @Test
    void findsNothingWhereThereIsNoDiff() {
        WorkspacePath path = new WorkspacePath("a.py");
        assertThat(Signals.of(
                        null,
                        List.of(new Change(path, Change.Form.NEW_CODE, "eval(x)\n", null, null)),
                        List.of(new BaseFile(path, null, 0, 0, "", 8)),
                        REASONING,
                        Demand.ONE))
                .isEmpty();
    }

    /** Hostile contents of 600,000 characters on one line and on many; whatever is quadratic takes longer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "_",
                "'",
                "\"",
                "`",
                "/",
                "sk-",
                "eyJ",
                "eyJ.",
                "AIza-",
                "/[",
                "\\'",
                "f\\\"",
                "ghp_a",
                "(",
                "\\",
                "${",
                "/*",
                "a.",
                "eval(",
                "\u0430",
                "\u202e",
                "=",
                "{",
                "password='a",
                "import ",
                "\"\"\"",
                "[",
                "aB",
                "\ud835\udc1e"
            })
    void takesLinearTimeForAnyContent(String unit) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            String line = unit.repeat(600_000 / unit.length());
            for (String path : List.of("a.py", "a.js", "A.java", "a.sh", "requirements.txt", "package.json")) {
                signals(replaced(path, List.of("  " + line + " ")));
                signals(replaced(path, Collections.nCopies(50_000, unit)));
            }
        });
    }

    /** A line by these, without the work of finding out. */
    private static ChangedFile replaced(String path, List<String> after) {
        List<String> before = List.of("x");
        return new ChangedFile(path, before, after, List.of(new ShownFile.Block(1, before, 1, after)));
    }

    @Test
    void readsTheServersOwnDiffBack() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            String before = text(random);
            String after = text(random);
            if (before.equals(after)) {
                continue;
            }
            String diff = UnifiedDiff.of(List.of(
                    new FileChange("a b.py", bytes(before), bytes(after), false),
                    new FileChange("\u00e9\"x", null, bytes("--- a\n+++ b\n@@ -1 +1 @@\n"), false)));
            List<ShownFile> shown = ShownFile.read(diff);
            assertThat(shown).as("seed " + seed).hasSize(2);
            assertThat(shown.get(1).path()).isEqualTo("\u00e9\"x");
            assertThat(shown.get(0).before(ShownFile.lines(after)))
                    .as("seed " + seed)
                    .isEqualTo(ShownFile.lines(before));
        }
    }

    private static String text(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            lines.add(List.of("a", "b", "", "--- x", "+++ y", "@@ -1 +1 @@", "\\ z", "diff --git a/q b/q")
                    .get(random.nextInt(8)));
        }
        return String.join("\n", lines) + (random.nextBoolean() && !lines.isEmpty() ? "\n" : "");
    }
}
