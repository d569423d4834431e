package io.patchgate;

import io.patchgate.http.Passwords;
import io.patchgate.http.Subject;
import io.patchgate.patch.Role;
import io.patchgate.persistence.Directory;
import io.patchgate.persistence.PostgresUrl;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The people who may sign in. */
@Command(
        name = "user",
        description = "Manage the people who may sign in.",
        mixinStandardHelpOptions = true,
        subcommands = UserCommand.Add.class)
final class UserCommand {
    private UserCommand() {}

    @Command(
            name = "add",
            description = {
                "Add a person, or give a known one another password and roles.",
                "Without a password the person signs in by the one-time link that is printed."
            },
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "1 to 255 letters, digits and . _ @ + -")
        private String name;

        @Option(
                names = "--role",
                defaultValue = "reviewer",
                split = ",",
                description = "reviewer (the default), admin, auditor; several are possible")
        private List<String> roles;

        @Option(names = "--password-stdin", description = "read the password from standard input, one line")
        private boolean passwordStdin;

        @Override
        public Integer call() throws Settings.InvalidSetting, StartRefused, IOException {
            Settings settings = SettingsReader.read(System.getenv());
            List<String> granted = checkedRoles();
            if (!Subject.wellFormed(name)) {
                throw new StartRefused(
                        "NAME must be 1 to 255 letters, digits and . _ @ + -, beginning with a letter" + " or digit.");
            }
            if (Subject.reserved(name)) {
                throw new StartRefused("'" + name + "' is a name that Patchgate acts by itself.");
            }
            Optional<String> password = password();
            if (password.isPresent()) {
                Optional<String> fault = Passwords.fault(password.get());
                if (fault.isPresent()) {
                    throw new StartRefused(fault.get() + ".");
                }
            }
            DataFolder.prepare(settings.dataDir());
            try (DatabaseSource database = DatabaseSource.join(settings)) {
                Directory directory = new Directory(PostgresUrl.parse(database.runtime()));
                directory.put(name, password.map(Passwords::hash).orElse(null), granted, "operator");
                System.out.println("Added " + name + " (" + String.join(", ", granted) + ").");
                if (password.isEmpty()) {
                    System.out.println("Sign in within ten minutes, once:");
                    System.out.println(SignInLinks.make(directory, name, Server.address(settings)));
                }
                return 0;
            } catch (SQLException e) {
                throw new StartRefused("The database cannot be used: " + e.getMessage() + ".", e);
            }
        }

        private List<String> checkedRoles() throws StartRefused {
            List<String> checked = new ArrayList<>();
            for (String id : roles) {
                Role role = Role.of(id)
                        .filter(known -> !known.machine())
                        .orElseThrow(() -> new StartRefused(
                                "--role knows no '" + id + "' for a person: use reviewer, admin or auditor."));
                checked.add(role.id());
            }
            return checked.stream().distinct().toList();
        }

        private Optional<String> password() throws IOException, StartRefused {
            if (passwordStdin) {
                String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                return Optional.of(line == null ? "" : line);
            }
            Console console = System.console();
            if (console == null) {
                return Optional.empty();
            }
            char[] typed = console.readPassword("Password (empty: a one-time link): ");
            return typed == null || typed.length == 0 ? Optional.empty() : Optional.of(new String(typed));
        }
    }
}
