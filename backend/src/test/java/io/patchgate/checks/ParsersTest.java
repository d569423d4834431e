package io.patchgate.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchgate.patch.Change;
import io.patchgate.patch.Check;
import io.patchgate.patch.PlannedCheck;
import io.patchgate.patch.WorkspacePath;
import io.patchgate.sandbox.Sandbox;
import io.patchgate.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each language by its own parser: what it takes, what it does not, and what is meant to hurt it. */
@Timeout(120)
class ParsersTest {
    @TempDir
    static Path data;

    private static Sandbox sandbox;
    private static Parsers parsers;

    @BeforeAll
    static void open() {
        sandbox = Sandbox.open(data);
        parsers = new Parsers(sandbox);
    }

    @AfterAll
    static void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JSON | a.json | `{\"a\": [1, 2.5, null]}` | `{\"a\": 1,}` | 1",
                "JSON | a.json | `\uFEFF{}` | `` | 1",
                "JSON | b.json | `\"text\"` | `{}\n{}` | 2",
                "YAML | a.yaml | `a: [1, &x b]\n---\nc: *x` | `a: [1\nb: 2` | 2",
                "YAML | a.yml | `` | `a: b: c` | 1",
                "TOML | a.toml | `a = 1\n[b]\nc = 'd'` | `a = 1\nb = ` | 2",
                "XML | a.xml | `<a b='c'><d/></a>` | `<a>\n<b></a>` | 2",
                "XML | pom.xml | `<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>` | `<a>&b;</a>` | 1",
                "JAVA | A.java | `class A { int a = 1; }` | `class A {\n int a = ;\n}` | 2",
                "JAVA | package-info.java | `package a.b;` | `class { }` | 1",
            })
    void readsEachLanguageByItsOwnParser(Language language, String name, String good, String bad, int line)
            throws IOException {
        assertThat(check(language, change(name, good)).status()).isEqualTo(Check.Status.PASSED);
        Outcome outcome = check(language, change("good." + name, good), change(name, bad));
        assertThat(outcome.status()).isEqualTo(Check.Status.FAILED);
        assertThat(outcome.summary()).startsWith(name + ":" + line + ": ");
        assertThat(outcome.log()).contains(outcome.summary());
    }

    @Test
    void readsPythonInTheSandbox() throws IOException {
        assumeTrue(
                PythonSyntax.fault(sandbox).isEmpty(),
                () -> PythonSyntax.fault(sandbox).get());
        assertThat(check(Language.PYTHON, change("a.py", "\uFEFFasync def f():\n    return 'é'\n")))
                .isEqualTo(new Outcome(Check.Status.PASSED, null, "1 file", null));
        Outcome outcome = check(
                Language.PYTHON,
                change("a.py", "def f(:\n    pass\n"),
                change("b.py", "return 1\n"),
                change("c.py", "x = " + "(".repeat(5_000) + ")".repeat(5_000)),
                change("d.py", "x = 1\0\n"),
                change("e.py", "import os\nos._exit(0)\n"));
        assertThat(outcome.status()).isEqualTo(Check.Status.FAILED);
        assertThat(outcome.log().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("a.py:1: "))
                .anyMatch(line -> line.startsWith("b.py:1: 'return' outside function"))
                .anyMatch(line -> line.startsWith("c.py:"))
                .anyMatch(line -> line.startsWith("d.py:"));
    }

    @Test
    void readsJavaScriptAndTypeScriptInTheSandbox() throws IOException {
        assumeTrue(
                ScriptSyntax.fault(sandbox).isEmpty(),
                () -> ScriptSyntax.fault(sandbox).get());
        assertThat(check(
                        Language.JAVASCRIPT,
                        change("a.js", "with (a) { b }\nvar x = 010;\n"),
                        change("b.mjs", "import a from 'b';\nconst c = await a?.#d ?? 2n;\n".replace("#", "")),
                        change("c.cjs", "#!/usr/bin/env node\nmodule.exports = class { #x = 1; static {} };\n"),
                        change("d.jsx", "export const A = () => <><b c={1}>é</b></>;\n")))
                .isEqualTo(new Outcome(Check.Status.PASSED, null, "4 files", null));
        assertThat(check(
                        Language.TYPESCRIPT,
                        change("a.ts", "@d class A<T> { constructor(private x: T) {} }\nlet y = <any>x satisfies T;\n"),
                        change("b.tsx", "const a = <div>{x as string}</div>;\n"),
                        change("c.d.ts", "declare module 'x' { export const y: string }\n")))
                .isEqualTo(new Outcome(Check.Status.PASSED, null, "3 files", null));
        Outcome outcome = check(
                Language.TYPESCRIPT,
                change("a.ts", "let a: number = 1;\nlet = = 3;\n"),
                change("b.ts", "let b = 1;\n"),
                change("c.ts", "function f( {\n"));
        assertThat(outcome.status()).isEqualTo(Check.Status.FAILED);
        assertThat(outcome.log().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("a.ts:2: Expression expected"))
                .anyMatch(line -> line.startsWith("c.ts:"));
        String deep = "x = " + "(".repeat(900_000) + "1" + ")".repeat(900_000);
        assertThat(check(Language.JAVASCRIPT, change("a.js", "a\n"), change("deep.js", deep)))
                .satisfies(hurt -> assertThat(hurt.status()).isEqualTo(Check.Status.FAILED))
                .satisfies(hurt -> assertThat(hurt.summary()).startsWith("deep.js"));
    }

    @Test
    void whatIsMadeToHurtAParserIsAFaultOfTheFile() throws IOException {
        int deep = 200_000;
        String brackets = "[".repeat(deep) + "]".repeat(deep);
        assertThat(check(Language.JSON, change("a.json", brackets)).status()).isEqualTo(Check.Status.FAILED);
        assertThat(check(Language.YAML, change("a.yaml", brackets)).status()).isEqualTo(Check.Status.FAILED);
        assertThat(check(Language.TOML, change("a.toml", "a = " + brackets)).status())
                .isEqualTo(Check.Status.FAILED);
        String java = "class A { int a = " + "(".repeat(deep) + "1" + ")".repeat(deep) + "; }";
        assertThat(check(Language.JAVA, change("A.java", java)).status()).isEqualTo(Check.Status.FAILED);
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" \"&l")
                    .append(i - 1)
                    .append(";&l")
                    .append(i - 1)
                    .append(";\">");
        }
        assertThat(check(Language.XML, change("a.xml", laughs + "]><a>&l39;</a>"))
                        .status())
                .isEqualTo(Check.Status.FAILED);
        assertThat(check(Language.TOML, change("a.toml", "#".repeat(3 << 20))))
                .isEqualTo(Outcome.notRun("'a.toml' is too long to be parsed: more than 2097152 characters."));
    }

    @Test
    void plansACheckForEachLanguageThatIsThereAfterwards() {
        Checked checked = checked(true);
        List<Change> changes = List.of(
                change("a.json", "{}"),
                change("tsconfig.json", "{/**/}"),
                change("chart.yaml", "a: {{ .Values.a }}"),
                change("notes.txt", "x"),
                change("json", "x"),
                new Change(new WorkspacePath("gone.toml"), Change.Form.DELETE, null, null, null));
        assertThat(new Plan(checked, parsers).of(changes))
                .containsExactly(
                        new PlannedCheck("syntax-json", Check.Kind.SYNTAX, true),
                        new PlannedCheck("unit", Check.Kind.COMMAND, true),
                        new PlannedCheck("elsewhere", Check.Kind.EXTERNAL, false));
        assertThat(new Plan(checked(false), parsers).of(changes))
                .extracting(PlannedCheck::name)
                .containsExactly("unit", "elsewhere");
    }

    private static Checked checked(boolean syntax) {
        return new Checked(
                new Workspace("default", data),
                List.of(),
                resolution -> Optional.empty(),
                syntax,
                List.of(
                        new CheckCommand("unit", Optional.of("true"), Duration.ofSeconds(9), true, Optional.empty()),
                        new CheckCommand(
                                "elsewhere", Optional.empty(), Duration.ofSeconds(9), false, Optional.empty())));
    }

    private static Outcome check(Language language, Change... changes) throws IOException {
        return parsers.check(language, List.of(changes)).orElseThrow();
    }

    static Change change(String path, String code) {
        return new Change(new WorkspacePath(path), Change.Form.NEW_CODE, code == null ? "" : code, null, null);
    }
}
