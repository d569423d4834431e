package io.patchgate;

import io.patchgate.http.SigningKeys;
import io.patchgate.http.TokenMint;
import io.patchgate.patch.Role;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mints a token with the keys of the data folder; the server need not run. */
@Command(
        name = "token",
        description = "Print a token for a program or a person, alone on the last line.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private static final Pattern TTL = Pattern.compile("([1-9][0-9]{0,6})([mhd])");

    @Option(
            names = "--role",
            required = true,
            split = ",",
            description = "agent, reviewer, admin, auditor, monitor or ci; several for a person")
    private List<String> roles;

    @Option(names = "--subject", required = true, description = "the name recorded on every act")
    private String subject;

    @Option(names = "--owner", description = "the person who answers for an agent, and may not decide its requests")
    private String owner;

    @Option(names = "--ttl", defaultValue = "90d", description = "how long it is good, such as 12h or 90d")
    private String ttl;

    @Override
    public Integer call() throws Settings.InvalidSetting, StartRefused, IOException {
        Settings settings = SettingsReader.read(System.getenv());
        Set<Role> granted = EnumSet.noneOf(Role.class);
        for (String role : roles) {
            granted.add(Role.of(role)
                    .orElseThrow(() -> new StartRefused(
                            "--role knows no '" + role + "': use agent, reviewer, admin, auditor, monitor or ci.")));
        }
        DataFolder.prepare(settings.dataDir());
        TokenMint mint = new TokenMint(SigningKeys.open(settings.dataDir()), Clock.systemUTC());
        try {
            System.out.println(mint.mint(subject, granted, owner, duration()).token());
            return 0;
        } catch (IllegalArgumentException e) {
            throw new StartRefused(e.getMessage());
        }
    }

    private Duration duration() throws StartRefused {
        Matcher matcher = TTL.matcher(ttl);
        if (!matcher.matches()) {
            throw new StartRefused("--ttl must be a time such as 30m, 12h or 90d, not '" + ttl + "'.");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
