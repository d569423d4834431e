package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PythonImportsTest {
    private static final Python PYTHON = new Python();

    static Stream<Arguments> sources() {
        return Stream.of(
                of("import a", "a"),
                of("import a.b.c", "a.b.c"),
                of("import a as x, b.c as y , d", "a", "b.c", "d"),
                of("import a;import b", "a", "b"),
                of("import a\nb.c()\nimport d", "a", "d"),
                of("from a import b", "a", "a.b"),
                of("from a.b import c as d, e", "a.b", "a.b.c", "a.b.e"),
                of("from a import (\n  b, # why\n  c,\n)\nimport d", "a", "a.b", "a.c", "d"),
                of("from a import *", "a"),
                of("from . import a", ".", ".a"),
                of("from .a import b", ".a", ".a.b"),
                of("from ... a.b import c", "...a.b", "...a.b.c"),
                of("from .import a", ".", ".a"),
                of("import a \\\n  .b", "a.b"),
                of("from a \\\r\n import \\\r\n b", "a", "a.b"),
                of("try:\n    import a\nexcept ImportError: import b", "a", "b"),
                of("if x: from a import b", "a", "a.b"),
                of("def f():\n\tdef g():\n\t\timport a", "a"),
                of("class A: import a", "a"),
                of("if TYPE_CHECKING:\n    from a import B", "a", "a.B"),
                of("x = 1; import a", "a"),
                of("\"\"\"import a\nimport b\"\"\"\nimport c", "c"),
                of("'''import a\n'''; import c", "c"),
                of("x = 'import a'\nimport c", "c"),
                of("x = \"\\\"import a\"\nimport c", "c"),
                of("x = r'\\'; import a'\nimport c", "c"),
                of("x = 'continued \\\nimport a'\nimport c", "c"),
                of("x = 'not closed\nimport c", "c"),
                of("x = f\"{d['k']} import a\"\nimport c", "c"),
                of("x = b'''\nimport a\n'''\nimport c", "c"),
                of("# import a\nimport c # import d", "c"),
                of("x = '#'; import c", "c"),
                of("raise X from e\nimport c", "c"),
                of("def f():\n    yield from x\n    import c", "c"),
                of("x = (yield from\n y)\nimport c", "c"),
                of("x = 1.5e3.imag\nimport c", "c"),
                of("x = [1,\n import_a, 2]\nimport c", "c"),
                of("imported = fromage = 1", new String[0]),
                of("import importlib\nimportlib.import_module('a.b')", "importlib", "a.b"),
                of("import_module(\n  name=\"a\"\n)", "a"),
                of("import_module('.a', package=__package__)", ".a"),
                of("__import__('a' 'b')", "ab"),
                of("__import__('a.' + name)", new String[0]),
                of("__import__(f'a{x}')", new String[0]),
                of("__import__('a', globals())", "a"),
                of("import_module('not a module')", new String[0]),
                of("\uFEFFimport a", "a"),
                of("import \uFF41\uFF42", "ab"),
                of("import größe.straße", "größe.straße"),
                of("import a\rimport b\r\nimport c", "a", "b", "c"),
                of("\fimport a", "a"),
                of("import", new String[0]),
                of("from", new String[0]),
                of("from a import", "a"),
                of("import a.", "a."),
                of("'''never closed\nimport a", new String[0]));
    }

    private static Arguments of(String source, String... modules) {
        return Arguments.of(source, List.of(modules));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void findsWhatPythonWouldImport(String source, List<String> modules) throws Exception {
        assertThat(PYTHON.references(source.getBytes(StandardCharsets.UTF_8)))
                .extracting(Language.Reference::module)
                .containsExactlyElementsOf(modules);
    }

    @Test
    void tellsTheLineOfEach() throws Exception {
        String source = "'''\n\n'''\nimport a\n\\\nimport b\nfrom c import (\n d,\n e)\nimport f\n";
        assertThat(PYTHON.references(source.getBytes(StandardCharsets.UTF_8)))
                .extracting(found -> found.line() + " " + found.module())
                .containsExactly("4 a", "6 b", "7 c", "7 c.d", "7 c.e", "10 f");
    }

    @Test
    void readsLatin1AndRefusesAnEncodingThatHidesText() throws Exception {
        assertThat(PYTHON.references(
                        "# -*- coding: latin-1 -*-\n# \u00e9\nimport a".getBytes(StandardCharsets.ISO_8859_1)))
                .extracting(Language.Reference::module)
                .containsExactly("a");
        byte[] hidden = "#!/usr/bin/python\n# coding: utf_7\n+AGkAbQ-port a\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PYTHON.references(hidden)).hasMessageContaining("'utf-7'");
    }

    @Test
    void knowsAModuleInAllItsForms() {
        for (String form : List.of(
                "p/m.py",
                "p/m.pyc",
                "p/m.pyw",
                "p/m.so",
                "p/m.cpython-311-x86_64-linux-gnu.so",
                "p/m.abi3.so",
                "p/m.pyd",
                "p/__pycache__/m.cpython-311.pyc",
                "p/__pycache__/m.cpython-311.opt-1.pyc")) {
            assertThat(PYTHON.stem(form)).as(form).contains("p/m");
        }
        for (String other : List.of("p/m.txt", "p/m", "p/m.pyi", "p/.py", "m.py/x")) {
            assertThat(PYTHON.stem(other)).as(other).isEmpty();
        }
        assertThat(PYTHON.stem("__init__.py")).contains("__init__");
    }
}
