package io.patchgate.checks;

import com.caoccao.javet.swc4j.Swc4j;
import com.caoccao.javet.swc4j.enums.Swc4jMediaType;
import com.caoccao.javet.swc4j.exceptions.Swc4jCoreException;
import com.caoccao.javet.swc4j.options.Swc4jParseOptions;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that parses JavaScript and TypeScript, a process of its own in the sandbox: its parser is native, and a
 * text that is nested deeply enough ends the process. Uses nothing else of Patchgate, of which the sandbox has nothing.
 *
 * <p>Reads the number of files, and for each its kind and its text; writes a {@code +} when it begins with one and
 * {@code line message} where there is a fault in it.
 */
final class ScriptProgram {
    private static final long STACK = 256L << 20;
    private static final Pattern PLACE = Pattern.compile(" at file:///\\S*:(\\d+):\\d+$");

    private ScriptProgram() {}

    public static void main(String[] none) {
        Thread thread = new Thread(null, ScriptProgram::parse, "parser", STACK);
        thread.start();
    }

    private static void parse() {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in))) {
            Swc4j parser = new Swc4j();
            for (int left = in.readInt(); left > 0; left--) {
                Swc4jMediaType kind = Swc4jMediaType.valueOf(in.readUTF());
                String code = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                out.println("+");
                try {
                    parser.parse(code, new Swc4jParseOptions().setMediaType(kind));
                } catch (Swc4jCoreException e) {
                    out.println(fault(String.valueOf(e.getMessage())));
                }
            }
        } catch (IOException e) {
            System.exit(2);
        }
    }

    private static String fault(String message) {
        String first = message.lines().findFirst().orElse("cannot be parsed");
        Matcher place = PLACE.matcher(first);
        return place.find() ? place.group(1) + " " + first.substring(0, place.start()) : "0 " + first;
    }
}
