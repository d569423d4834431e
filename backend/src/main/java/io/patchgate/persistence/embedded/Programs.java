package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How this package starts other programs: from the system's own folders, whatever PATH says, and with an environment
 * that holds nothing of the caller's, since PostgreSQL reads settings (PGOPTIONS, PGDATA) from it.
 */
final class Programs {
    private Programs() {}

    static Optional<Path> find(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A command as the given user, in the given folder, saying what it says into the given file. */
    static ProcessBuilder command(List<String> prefix, List<String> command, Path folder, Path output) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        String systemRoot = environment.get("SystemRoot");
        environment.clear();
        environment.putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "TZ", "UTC"));
        if (systemRoot != null) {
            environment.put("SystemRoot", systemRoot);
            environment.put("PATH", systemRoot + "\\system32");
        }
        return builder;
    }

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /**
     * The cluster folder as the server is told it. On Linux the name leads through the process's own working folder,
     * which needs no right to walk the folders above: root may keep its data below a folder of mode 0700 that the
     * server's user cannot enter.
     */
    static String dataFolder(Path cluster) {
        return Binaries.isLinux() ? "/proc/self/cwd" : cluster.toString();
    }
}
