package io.patchgate;

import io.patchgate.persistence.PostgresUrl;
import io.patchgate.persistence.StopSwitch;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The emergency stop from a terminal: for when the page cannot be reached, or nobody can sign in. */
@Command(
        name = "stop",
        description = {
            "Freeze every application and rollback until an admin resumes. The service goes on serving.",
            "Works whether the service runs or not; a stop outlives restarts."
        },
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    private static final String OPERATOR = "operator";
    private static final int LONGEST_REASON = 2_000;

    @Option(names = "--reason", description = "shown to everyone who is kept from deciding")
    private String reason;

    @Option(names = "--resume", description = "end the stop; what was approved before goes on")
    private boolean resume;

    @Override
    public Integer call() throws Settings.InvalidSetting, StartRefused, IOException {
        if (reason != null
                && (reason.length() > LONGEST_REASON || reason.chars().anyMatch(c -> c < ' '))) {
            throw new StartRefused("--reason must be at most " + LONGEST_REASON + " characters on one line.");
        }
        Settings settings = SettingsReader.read(System.getenv());
        DataFolder.prepare(settings.dataDir());
        try (DatabaseSource database = DatabaseSource.join(settings)) {
            StopSwitch stopSwitch = new StopSwitch(PostgresUrl.parse(database.runtime()));
            System.out.println(resume ? resumed(stopSwitch) : stopped(stopSwitch));
            return 0;
        } catch (SQLException e) {
            throw new StartRefused("The database cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private String stopped(StopSwitch stopSwitch) throws SQLException {
        return stopSwitch.stop(OPERATOR, reason)
                ? "Stopped. Nothing is approved, applied or rolled back until an admin resumes."
                : "Everything was stopped before; nothing has changed.";
    }

    private static String resumed(StopSwitch stopSwitch) throws SQLException {
        return stopSwitch.resume(OPERATOR) ? "Resumed. What was approved goes on." : "Nothing was stopped.";
    }
}
