package io.patchgate.persistence.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the tests of this package share: SQL by URL, and Patchgate processes that are not this one. */
final class Harness {
    private Harness() {}

    static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":");
        return DriverManager.getConnection(jdbc(uri), user[0], user.length > 1 ? user[1] : null);
    }

    static String jdbc(URI uri) {
        return "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    }

    static String superuser(Path data, DatabaseUrls urls) throws IOException {
        Credentials credentials = Credentials.load(new Layout(data).credentials());
        return "postgresql://postgres:" + credentials.superuser() + "@127.0.0.1:"
                + URI.create(urls.owner()).getPort() + "/patchgate";
    }

    static String query(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static ProcessHandle server(Path data) throws IOException {
        long pid = PostmasterFile.read(new Layout(data).cluster()).orElseThrow().pid();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** All that the server has logged in this folder. */
    static String log(Path data) {
        try (Stream<Path> files = Files.list(new Layout(data).log())) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(0);
    }

    /** Runs {@link OtherProcess} in a JVM of its own. */
    static Process otherProcess(String what, Path data) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        what,
                        data.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The one line that another process answers with; that process is over afterwards. */
    static String answerOf(String what, Path data) throws Exception {
        Process process = otherProcess(what, data);
        try {
            String line = line(process);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the other process does not end");
            }
            return line;
        } finally {
            process.destroyForcibly();
        }
    }

    static String line(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        return String.valueOf(reader.readLine());
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 20 s: " + what);
            }
            Thread.sleep(5);
        }
    }
}
