package io.patchgate;

import io.patchgate.bus.Bus;
import io.patchgate.bus.LedgerPosition;
import io.patchgate.http.Authentication;
import io.patchgate.http.Contract;
import io.patchgate.http.Csrf;
import io.patchgate.http.EventsVerticle;
import io.patchgate.http.HttpVerticle;
import io.patchgate.http.Management;
import io.patchgate.http.ManagementToken;
import io.patchgate.http.Metrics;
import io.patchgate.http.PasswordChecks;
import io.patchgate.http.Revocations;
import io.patchgate.http.SessionRoutes;
import io.patchgate.http.SignIn;
import io.patchgate.http.SignInLimit;
import io.patchgate.http.SigningKeys;
import io.patchgate.http.TokenRoutes;
import io.patchgate.http.Tokens;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The two ports, and what the instances of the first one share: tokens, revocations and limits of the whole node. */
final class Listeners {
    private final Settings settings;
    private final Vertx vertx;
    private final Bus bus;
    private final SigningKeys keys;

    Listeners(Settings settings, Vertx vertx, Bus bus, SigningKeys keys) {
        this.settings = settings;
        this.vertx = vertx;
        this.bus = bus;
        this.keys = keys;
    }

    /** Answers the port that is listened on. */
    Future<Integer> management(Metrics metrics, ManagementToken token, BooleanSupplier serving) {
        Management management = new Management(
                settings.management().host(), settings.management().port(), token, metrics, bus, serving);
        return vertx.deployVerticle(management).map(deployed -> management.port());
    }

    /** Answers the port that is listened on. */
    Future<Integer> http(LedgerPosition position, List<String> workspaces, Metrics metrics) {
        Clock clock = Clock.systemUTC();
        Revocations revocations = new Revocations(clock);
        revocations.follow(vertx, bus);
        EventsVerticle events =
                new EventsVerticle(bus, position, settings.alerts().highConfidence(), revocations, clock);
        metrics.subscribers(events::subscribers);
        Csrf csrf = new Csrf(keys);
        SignIn signIn = new SignIn(bus, new PasswordChecks(vertx), new SignInLimit());
        HttpVerticle.Settings http = new HttpVerticle.Settings(
                settings.http().host(),
                // The instances share one free port when it is asked for by a negative number.
                settings.http().port() == 0 ? -1 : settings.http().port(),
                settings.http().bodyLimit(),
                workspaces,
                HttpVerticle.Settings.DECISION_PATIENCE,
                settings.alerts().highConfidence(),
                settings.http().trustedProxy(),
                tls());
        List<HttpVerticle> instances = new ArrayList<>();
        DeploymentOptions options =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(events)
                .compose(deployed -> Contract.load(vertx))
                .compose(contract -> vertx.deployVerticle(
                        () -> {
                            // Its own verifier, whose monitor the instances would else wait for.
                            Tokens tokens = new Tokens(vertx, keys, revocations, clock);
                            HttpVerticle instance = new HttpVerticle(
                                    bus,
                                    position,
                                    contract,
                                    new Authentication(tokens, csrf),
                                    List.of(
                                            new SessionRoutes(bus, tokens, revocations, csrf, signIn, clock)::mount,
                                            new TokenRoutes(bus, tokens, revocations, clock)::mount),
                                    events.stream(),
                                    http);
                            instances.add(instance);
                            return instance;
                        },
                        options))
                .map(deployed -> instances.get(0).port());
    }

    private KeyCertOptions tls() {
        return settings.http()
                .tls()
                .<KeyCertOptions>map(pem -> new PemKeyCertOptions()
                        .setCertPath(pem.certificate().toString())
                        .setKeyPath(pem.key().toString()))
                .orElse(null);
    }
}
