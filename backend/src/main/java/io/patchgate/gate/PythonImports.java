package io.patchgate.gate;

import io.patchgate.gate.Language.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the import statements of a Python file wherever they stand, and the calls of {@code __import__}
 * and {@code import_module} with a literal name. It reads words, not syntax: {@code import} is a keyword
 * and can mean nothing else outside of strings and comments. A name that is put together at run time is
 * not found, nor are the names behind {@code import *}.
 */
final class PythonImports {
    private static final Pattern MODULE =
            Pattern.compile("\\.*[^\\W\\d]\\w*(\\.[^\\W\\d]\\w*)*", Pattern.UNICODE_CHARACTER_CLASS);

    private final PythonWords words;
    private final List<Reference> found = new ArrayList<>();
    private PythonWords.Word word;

    PythonImports(String text) {
        this.words = new PythonWords(text);
    }

    List<Reference> all() {
        next();
        while (!word.isEnd()) {
            int line = word.line();
            if (word.is("import")) {
                next();
                importing(line);
            } else if (word.is("from")) {
                next();
                from(line);
            } else if (word.is("__import__") || word.is("import_module")) {
                next();
                calling(line);
            } else {
                next();
            }
        }
        return found;
    }

    private void next() {
        word = words.next();
    }

    private boolean took(String expected) {
        boolean there = word.is(expected);
        if (there) {
            next();
        }
        return there;
    }

    private void importing(int line) {
        do {
            String module = dotted();
            if (module.isEmpty()) {
                return;
            }
            found.add(new Reference(line, module));
            if (took("as")) {
                next();
            }
        } while (took(","));
    }

    /** Of "raise … from …" and "yield from …" no {@code import} follows in the same logical line. */
    private void from(int line) {
        StringBuilder dots = new StringBuilder();
        while (took(".")) {
            dots.append('.');
        }
        String module = dots + dotted();
        if (module.isEmpty() || !took("import")) {
            return;
        }
        found.add(new Reference(line, module));
        took("(");
        // What is imported may be an attribute or a module of its own; only the disk can tell.
        while (word.isName()) {
            found.add(new Reference(line, module.endsWith(".") ? module + word.text() : module + "." + word.text()));
            next();
            if (took("as")) {
                next();
            }
            if (!took(",")) {
                return;
            }
        }
    }

    private void calling(int line) {
        if (!took("(")) {
            return;
        }
        if (took("name")) {
            took("=");
        }
        StringBuilder name = new StringBuilder();
        while (word.isString()) {
            // Null where the text is not what the program sees.
            name.append(word.text() == null ? " " : word.text());
            next();
        }
        if ((word.is(",") || word.is(")")) && MODULE.matcher(name).matches()) {
            found.add(new Reference(line, name.toString()));
        }
    }

    private String dotted() {
        StringBuilder name = new StringBuilder();
        while (word.isName() && !word.is("import")) {
            name.append(word.text());
            next();
            if (!word.is(".")) {
                break;
            }
            name.append('.');
            next();
        }
        return name.toString();
    }
}
