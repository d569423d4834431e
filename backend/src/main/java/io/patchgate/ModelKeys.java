package io.patchgate;

import io.patchgate.Settings.InvalidSetting;
import io.patchgate.generation.authoring.Sendable;
import io.patchgate.generation.model.ApiKey;
import io.patchgate.generation.model.ModelSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** The model that writes patches, out of the settings. */
final class ModelKeys {
    private ModelKeys() {}

    /** Empty where neither an address, a program nor anything else of it is set. */
    static Optional<Settings.Model> read(SettingsSection section, Map<String, String> environment)
            throws InvalidSetting {
        Optional<String> name = section.text("name");
        Optional<ModelSettings.Provider> provider = provider(section, environment);
        ModelSettings.Limits limits = limits(section);
        ModelSettings.Budget budget = budget(section);
        Sendable sendable = sendable(section);
        int repairs = section.integer("repairs", 2, 0, 10);
        boolean checkOutput = section.flag("check_output", provider.isPresent() && staysHere(provider.get()));
        section.refuseOthers();
        if (provider.isEmpty()) {
            if (name.isPresent()) {
                throw section.wrong("url", "or model.command is needed where a model is set");
            }
            return Optional.empty();
        }
        if (name.isEmpty() || !name.get().matches("[\\x21-\\x7e]{1,200}")) {
            throw section.wrong("name", "must be the model's name, 1 to 200 printable characters without spaces");
        }
        ModelSettings settings = new ModelSettings(name.get(), provider.get(), limits, budget);
        return Optional.of(new Settings.Model(settings, sendable, repairs, checkOutput));
    }

    private static Optional<ModelSettings.Provider> provider(SettingsSection section, Map<String, String> environment)
            throws InvalidSetting {
        Optional<String> url = section.text("url");
        Optional<String> command = section.text("command").filter(line -> !line.isBlank());
        Optional<ApiKey> key = key(section, environment);
        boolean insecure = section.flag("insecure", false);
        boolean stream = section.flag("stream", true);
        long memory = section.bytes("memory", ModelSettings.Program.STANDARD_MEMORY, 1L << 40);
        if (command.isPresent()) {
            if (url.isPresent() || key.isPresent()) {
                throw section.wrong("command", "is for a model without model.url and model.api_key_env");
            }
            return Optional.of(new ModelSettings.Program(command.get(), memory));
        }
        if (url.isEmpty()) {
            if (key.isPresent()) {
                throw section.wrong("url", "is needed where a key is set");
            }
            return Optional.empty();
        }
        return Optional.of(new ModelSettings.Server(url(section, url.get(), insecure), key, stream));
    }

    /** Whether what it is told does not leave this machine. */
    private static boolean staysHere(ModelSettings.Provider provider) {
        return !(provider instanceof ModelSettings.Server server)
                || loopback(server.url().getHost());
    }

    private static URI url(SettingsSection section, String text, boolean insecure) throws InvalidSetting {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw section.wrong("url", "must be an address such as http://127.0.0.1:11434/v1");
        }
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null || url.getRawUserInfo() != null) {
            // Not quoted, since there may be a password in it.
            throw section.wrong(
                    "url", "must be an address such as http://127.0.0.1:11434/v1, without user or password");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw section.wrong("url", "must end with its path, without '?' or '#'");
        }
        if (!"https".equalsIgnoreCase(url.getScheme()) && !insecure && !loopback(url.getHost())) {
            throw section.wrong(
                    "url",
                    "leads beyond this machine and must begin with https://, unless model.insecure: true permits that"
                            + " source code and key cross the network in the clear");
        }
        return url;
    }

    /** A name is looked up by whoever calls it, so that only what always means this machine counts. */
    private static boolean loopback(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            boolean literal = bare.matches("[0-9.]+") || bare.contains(":");
            return literal && InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<ApiKey> key(SettingsSection section, Map<String, String> environment)
            throws InvalidSetting {
        Optional<String> variable = section.text("api_key_env");
        if (variable.isEmpty()) {
            return Optional.empty();
        }
        if (!variable.get().matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
            // Somebody may have put the key itself here.
            throw section.wrong("api_key_env", "must be the name of an environment variable");
        }
        String value = environment.get(variable.get());
        if (value == null || value.isEmpty()) {
            throw section.wrong(
                    "api_key_env", "names the environment variable " + variable.get() + ", which is not set");
        }
        try {
            return Optional.of(new ApiKey(value));
        } catch (IllegalArgumentException e) {
            throw section.wrong("api_key_env", "names a variable whose value cannot be a key: it " + e.getMessage());
        }
    }

    private static ModelSettings.Limits limits(SettingsSection section) throws InvalidSetting {
        ModelSettings.Limits usual = ModelSettings.Limits.STANDARD;
        return new ModelSettings.Limits(
                section.duration("connect_timeout", usual.connect()),
                section.duration("first_token_timeout", usual.firstToken()),
                section.duration("timeout", usual.total()),
                section.integer("prompt_tokens", usual.promptTokens(), 1_000, 1_000_000),
                section.integer("answer_tokens", usual.answerTokens(), 100, 200_000),
                (int) section.bytes("answer_size", usual.answerBytes(), 16L << 20),
                section.integer("retries", usual.retries(), 0, 10));
    }

    private static ModelSettings.Budget budget(SettingsSection section) throws InvalidSetting {
        ModelSettings.Budget usual = ModelSettings.Budget.STANDARD;
        return new ModelSettings.Budget(
                section.integer("requests_per_day", usual.requestsPerDay(), 1, 1_000_000),
                section.integer("tokens_per_day", (int) usual.tokensPerDay(), 1_000, 999_999_999),
                section.integer("concurrent", usual.concurrent(), 1, 100));
    }

    private static Sendable sendable(SettingsSection section) throws InvalidSetting {
        List<String> send = section.texts("send");
        List<String> never = section.texts("never_send");
        try {
            return new Sendable(send, never);
        } catch (PatternSyntaxException e) {
            throw section.wrong("send", "and model.never_send must be lists of patterns such as 'src/**'");
        }
    }
}
