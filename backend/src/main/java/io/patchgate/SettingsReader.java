package io.patchgate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.patchgate.Settings.InvalidSetting;
import io.patchgate.Settings.WorkspaceSettings;
import io.patchgate.git.GitSettings;
import io.patchgate.persistence.PostgresUrl;
import io.patchgate.preview.PreviewCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the settings from a file and an environment; the environment wins. */
final class SettingsReader {
    private static final String CONFIG = "PATCHGATE_CONFIG";
    private static final String WORKSPACE = "PATCHGATE_WORKSPACE";
    private static final Path DEFAULT_FILE = Path.of("patchgate.yaml");

    private SettingsReader() {}

    static Settings read(Map<String, String> environment) throws InvalidSetting {
        Optional<Path> file = file(environment);
        ObjectNode root = file.isPresent() ? parse(file.get()) : JsonNodeFactory.instance.objectNode();
        SettingsSection top = new SettingsSection("", root, environment);
        Settings.Checks checks = checks(top.section("checks"));
        Settings settings = new Settings(
                top.path("data_dir")
                        .orElse(Path.of("patchgate-data").toAbsolutePath().normalize()),
                http(top.section("http")),
                management(top.section("management")),
                database(top.section("database")),
                workspaces(top, checks.syntax(), environment),
                requests(top.section("requests")),
                checks,
                alerts(top.section("alerts")),
                AutoApproveKeys.read(top.section("auto_approve")),
                LoopKeys.read(top.section("loop")),
                ModelKeys.read(top.section("model"), environment),
                top.flag("sample", true),
                file);
        top.refuseOthers();
        AutoApproveKeys.requireConsistent(settings);
        return settings;
    }

    private static Optional<Path> file(Map<String, String> environment) throws InvalidSetting {
        String named = environment.get(CONFIG);
        if (named == null || named.isEmpty()) {
            return Files.exists(DEFAULT_FILE) ? Optional.of(DEFAULT_FILE.toAbsolutePath()) : Optional.empty();
        }
        Path file = Path.of(named).toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new InvalidSetting("The settings file " + file + " (" + CONFIG + ") cannot be read.");
        }
        return Optional.of(file);
    }

    private static ObjectNode parse(Path file) throws InvalidSetting {
        YAMLMapper mapper = new YAMLMapper();
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        try {
            JsonNode node = mapper.readTree(Files.readString(file));
            if (node == null || node.isMissingNode() || node.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidSetting("The settings file " + file + " must hold keys and values.");
        } catch (JacksonException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidSetting("The settings file " + file + " is not YAML, see line " + line + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("") + ".");
        } catch (IOException e) {
            throw new InvalidSetting("The settings file " + file + " cannot be read.");
        }
    }

    private static Settings.Http http(SettingsSection section) throws InvalidSetting {
        SettingsSection tls = section.section("tls");
        Optional<Path> certificate = tls.path("certificate");
        Optional<Path> key = tls.path("key");
        if (certificate.isPresent() != key.isPresent()) {
            throw tls.wrong(certificate.isPresent() ? "key" : "certificate", "is needed too");
        }
        tls.refuseOthers();
        Settings.Http http = new Settings.Http(
                section.text("host", "127.0.0.1"),
                section.port("port", 8000),
                section.bytes("body_limit", 32L << 20, 256L << 20),
                certificate.map(file -> new Settings.Tls(file, key.get())),
                section.flag("trusted_proxy", false));
        section.refuseOthers();
        if (!loopback(http.host(), section) && http.tls().isEmpty() && !http.trustedProxy()) {
            throw section.wrong(
                    "host",
                    "is '" + http.host() + "', beyond loopback, and needs http.tls.certificate and http.tls.key, or"
                            + " http.trusted_proxy: true where a proxy in front ends TLS");
        }
        return http;
    }

    private static boolean loopback(String host, SettingsSection section) throws InvalidSetting {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw section.wrong("host", "must be an address of this machine, not '" + host + "'");
        }
    }

    private static Settings.Management management(SettingsSection section) throws InvalidSetting {
        Optional<String> token = section.text("token");
        if (token.isPresent() && token.get().length() < 16) {
            throw section.wrong("token", "must have at least 16 characters");
        }
        Settings.Management management =
                new Settings.Management(section.text("host", "127.0.0.1"), section.port("port", 9464), token);
        loopback(management.host(), section);
        section.refuseOthers();
        return management;
    }

    private static Settings.Database database(SettingsSection section) throws InvalidSetting {
        Optional<String> url = section.text("url");
        Optional<String> ownerUrl = section.text("owner_url");
        check(section, "url", url);
        check(section, "owner_url", ownerUrl);
        if (ownerUrl.isPresent() && url.isEmpty()) {
            throw section.wrong("url", "is needed too where database.owner_url is set");
        }
        section.refuseOthers();
        return new Settings.Database(url, ownerUrl);
    }

    private static void check(SettingsSection section, String key, Optional<String> url) throws InvalidSetting {
        if (url.isPresent()) {
            try {
                PostgresUrl.parse(url.get());
            } catch (IllegalArgumentException e) {
                throw section.wrong(key, e.getMessage());
            }
        }
    }

    private static List<WorkspaceSettings> workspaces(
            SettingsSection top, boolean syntaxChecks, Map<String, String> environment) throws InvalidSetting {
        List<WorkspaceSettings> workspaces = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SettingsSection section : top.sections("workspaces")) {
            String name = section.text("name", "default");
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                throw section.wrong("name", "must be 1 to 100 letters, digits, dots, dashes or underscores");
            }
            if (!names.add(name)) {
                throw section.wrong("name", "is '" + name + "', which another workspace has already");
            }
            Path root = section.path("root").orElseThrow(() -> section.wrong("root", "is missing"));
            workspaces.add(new WorkspaceSettings(
                    name,
                    root,
                    section.path("policy"),
                    ReviewSettings.read(section),
                    git(section.section("git")),
                    ComponentKeys.read(section.section("components")),
                    preview(section.section("preview")),
                    LoopKeys.probation(section.section("probation")),
                    LoopKeys.canary(section.section("canary")),
                    section.flag("syntax_checks", syntaxChecks),
                    CheckKeys.read(section)));
            section.refuseOthers();
        }
        String only = environment.get(WORKSPACE);
        if (only == null || only.isEmpty()) {
            return workspaces;
        }
        if (workspaces.size() > 1) {
            throw new InvalidSetting(WORKSPACE + " names the folder of the only workspace, but the settings file lists "
                    + workspaces.size() + ".");
        }
        Path root = Path.of(only).toAbsolutePath().normalize();
        return workspaces.isEmpty()
                ? List.of(WorkspaceSettings.only(root, syntaxChecks))
                : List.of(workspaces.get(0).at(root));
    }

    private static GitSettings git(SettingsSection section) throws InvalidSetting {
        GitSettings git = new GitSettings(
                section.flag("commit", GitSettings.DEFAULT.commit()),
                section.text("author", GitSettings.DEFAULT.author()),
                section.flag("include_dirty", GitSettings.DEFAULT.includeDirty()),
                section.text("branch"));
        if (!GitSettings.isAuthor(git.author())) {
            throw section.wrong("author", "must be a name and an address such as 'Patchgate <patchgate@localhost>'");
        }
        if (git.branch().isPresent() && !GitSettings.isBranch(git.branch().get())) {
            throw section.wrong(
                    "branch",
                    "must be a branch such as 'patchgate', not '" + git.branch().get() + "'");
        }
        section.refuseOthers();
        return git;
    }

    private static Optional<PreviewCommand> preview(SettingsSection section) throws InvalidSetting {
        Optional<String> run = section.text("run");
        Duration timeout = section.duration("timeout", PreviewCommand.STANDARD);
        section.refuseOthers();
        if (timeout.compareTo(PreviewCommand.LONGEST) > 0) {
            throw section.wrong(
                    "timeout", "must be at most " + PreviewCommand.LONGEST.toSeconds() + "s, since a reviewer waits");
        }
        return run.filter(line -> !line.isBlank()).map(line -> new PreviewCommand(line, timeout));
    }

    private static Settings.Requests requests(SettingsSection section) throws InvalidSetting {
        Settings.Requests requests = new Settings.Requests(section.duration("expiry", Duration.ofDays(14)));
        section.refuseOthers();
        return requests;
    }

    private static Settings.Checks checks(SettingsSection section) throws InvalidSetting {
        Settings.Checks checks =
                new Settings.Checks(section.integer("concurrent", 1, 1, 16), section.flag("syntax", true));
        section.refuseOthers();
        return checks;
    }

    private static Settings.Alerts alerts(SettingsSection section) throws InvalidSetting {
        Settings.Alerts alerts = new Settings.Alerts(section.share("high_confidence", 0.9));
        section.refuseOthers();
        return alerts;
    }
}
