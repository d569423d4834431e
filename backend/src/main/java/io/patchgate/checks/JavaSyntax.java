package io.patchgate.checks;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java by the compiler of the Java that Patchgate runs on: parsed, neither resolved nor compiled. */
final class JavaSyntax {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private JavaSyntax() {}

    static boolean available() {
        return COMPILER != null;
    }

    static Optional<Fault> fault(String path, String code) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        // What it cannot bear it would print, with a request to report it.
        Writer nowhere = Writer.nullWriter();
        JavacTask task = (JavacTask)
                COMPILER.getTask(nowhere, null, found, List.of("-proc:none"), null, List.of(new Text(code)));
        try {
            task.parse().forEach(tree -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .map(error -> new Fault(path, error.getLineNumber(), error.getMessage(Locale.ROOT)));
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String code;

        Text(String code) {
            super(URI.create("string:///Text.java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
