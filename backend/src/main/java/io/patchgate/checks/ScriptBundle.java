package io.patchgate.checks;

import com.caoccao.javet.swc4j.Swc4j;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * What {@link ScriptProgram} needs and nothing else of Patchgate, packed once: the program, the parser's classes, and its
 * native part for this machine.
 */
final class ScriptBundle {
    private static final String CLASSES = "com/caoccao/javet/swc4j/";
    private static final String NATIVE = "libswc4j-linux-x86_64.v.2.0.0.so";
    private static byte[] packed;

    private ScriptBundle() {}

    /** Why there is none, as a sentence. */
    static Optional<String> fault() {
        return System.getProperty("os.arch").equals("amd64") && ScriptBundle.class.getResource("/" + NATIVE) != null
                ? Optional.empty()
                : Optional.of("JavaScript and TypeScript are parsed on Linux on x86-64 alone.");
    }

    static synchronized byte[] bytes() throws IOException {
        if (packed == null) {
            packed = pack();
        }
        return packed;
    }

    private static byte[] pack() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                ZipFile library = new ZipFile(place())) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Enumeration<? extends ZipEntry> entries = library.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().startsWith(CLASSES) && !entry.isDirectory()) {
                    put(zip, entry.getName(), library.getInputStream(entry));
                }
            }
            String program = ScriptProgram.class.getName().replace('.', '/') + ".class";
            put(zip, program, ScriptBundle.class.getResourceAsStream("/" + program));
            put(zip, NATIVE, ScriptBundle.class.getResourceAsStream("/" + NATIVE));
        }
        return bytes.toByteArray();
    }

    private static File place() throws IOException {
        try {
            return Path.of(Swc4j.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void put(ZipOutputStream zip, String name, InputStream content) throws IOException {
        try (content) {
            zip.putNextEntry(new ZipEntry(name));
            content.transferTo(zip);
            zip.closeEntry();
        }
    }
}
