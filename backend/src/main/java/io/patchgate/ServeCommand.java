package io.patchgate;

import io.patchgate.persistence.Directory;
import io.patchgate.persistence.PostgresUrl;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves until it is told to stop. */
@Command(
        name = "serve",
        description = "Start the service; prints 'ready' and its address when it serves.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final String FIRST_USER = "admin";

    @Option(
            names = "--sign-in-link",
            description = "print a one-time link that signs in as 'admin'; for a terminal, not for a log")
    private boolean signInLink;

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsReader.read(System.getenv());
        Server server = new Server(settings);
        // Before the start, so that Ctrl-C during it leaves nothing behind either.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        server.start();
        if (signInLink) {
            System.out.println("Sign in within ten minutes, once: " + link(server));
        }
        System.out.println("ready " + server.address());
        System.out.flush();
        server.runSample();
        new CountDownLatch(1).await();
        return 0;
    }

    private static String link(Server server) throws SQLException {
        Directory directory = new Directory(PostgresUrl.parse(server.databaseUrl()));
        if (!directory.knows(FIRST_USER)) {
            directory.put(FIRST_USER, null, List.of("admin"), "operator");
        }
        return SignInLinks.make(directory, FIRST_USER, server.address());
    }
}
