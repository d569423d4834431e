package io.patchgate.http;

import io.micrometer.core.instrument.Tag;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which of Vert.x's own metrics are kept, with labels whose values nobody outside can add to. Their
 * names pass Prometheus' linter as they are.
 */
final class VertxMeters {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private VertxMeters() {}

    static MicrometerMetricsOptions options() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions();
        options.setEnabled(true);
        for (MetricsDomain domain : MetricsDomain.values()) {
            if (!kept(domain)) {
                options.addDisabledMetricsCategory(domain);
            }
        }
        return options.setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME, Label.EB_ADDRESS))
                .setServerRequestTagsProvider(VertxMeters::method);
    }

    private static boolean kept(MetricsDomain domain) {
        return switch (domain) {
            case HTTP_SERVER, NAMED_POOLS, EVENT_BUS -> true;
            case NET_SERVER, NET_CLIENT, HTTP_CLIENT, DATAGRAM_SOCKET, VERTICLES -> false;
        };
    }

    /** Given here and not by Vert.x' label, because a client may invent methods and each would stay. */
    private static Iterable<Tag> method(HttpRequest request) {
        String name = request.method().name();
        return List.of(Tag.of("method", METHODS.contains(name) ? name : "other"));
    }
}
