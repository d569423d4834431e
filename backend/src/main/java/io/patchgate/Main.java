package io.patchgate;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry: one jar, one command line. What a subcommand refuses is one line on standard error. */
@Command(
        name = "patchgate",
        description = "An AI asks to change code; a human decides.",
        mixinStandardHelpOptions = true,
        version = "patchgate 0.1.0",
        subcommands = {ServeCommand.class, TokenCommand.class, UserCommand.class, StopCommand.class, GateCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof StartRefused || e instanceof Settings.InvalidSetting) {
                command.getErr().println(e.getMessage());
            } else {
                e.printStackTrace(command.getErr());
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }
}
