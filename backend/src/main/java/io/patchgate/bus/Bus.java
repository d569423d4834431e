package io.patchgate.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typed use of the event bus on one node. Messages are immutable records and travel by reference.
 * Whatever goes wrong on the other side arrives as a {@link Failure}.
 */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);

    private final Vertx vertx;

    private Bus(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Registers the codec; once a Vert.x instance. */
    public static Bus install(Vertx vertx) {
        vertx.eventBus().registerCodec(new ByReference());
        vertx.eventBus().codecSelector(body -> ByReference.NAME);
        return new Bus(vertx);
    }

    public <Q, R> Future<R> ask(Address<Q, R> address, Q question) {
        DeliveryOptions options = new DeliveryOptions()
                .setLocalOnly(true)
                .setSendTimeout(address.timeout().toMillis());
        return vertx.eventBus()
                .<R>request(address.name(), question, options)
                .map(reply -> reply.body())
                .recover(cause -> Future.failedFuture(failure(address, cause)));
    }

    /**
     * Serves an address on the calling verticle's context. A handler that throws or fails with
     * anything but a {@link Failure} is a defect: it is logged here and told as {@code INTERNAL}.
     */
    public <Q, R> void serve(Address<Q, R> address, Function<Q, Future<R>> handler) {
        vertx.eventBus()
                .<Q>localConsumer(
                        address.name(),
                        message -> answer(address, handler, message.body())
                                .onSuccess(message::reply)
                                .onFailure(cause -> message.reply(known(address, cause))));
    }

    public <E> void publish(Topic<E> topic, E event) {
        vertx.eventBus().publish(topic.name(), event, new DeliveryOptions().setLocalOnly(true));
    }

    public <E> void on(Topic<E> topic, Consumer<E> listener) {
        vertx.eventBus().<E>localConsumer(topic.name(), message -> listener.accept(message.body()));
    }

    private static <Q, R> Future<R> answer(Address<Q, R> address, Function<Q, Future<R>> handler, Q question) {
        try {
            return handler.apply(question);
        } catch (RuntimeException e) {
            // Plain code refuses by throwing a Failure, asynchronous code by failing with one.
            return Future.failedFuture(e);
        }
    }

    private static Failure known(Address<?, ?> address, Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        log.error("{} failed", address.name(), cause);
        return new Failure(FailureKind.INTERNAL, "An internal error occurred.");
    }

    private static Failure failure(Address<?, ?> address, Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        if (cause instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT -> new Failure(FailureKind.TIMED_OUT, "No answer in time.");
                case NO_HANDLERS -> new Failure(FailureKind.UNAVAILABLE, "The service is starting or stopping.");
                default -> known(address, cause);
            };
        }
        return known(address, cause);
    }

    /** Hands the reference over; the wire is never used. */
    private static final class ByReference implements MessageCodec<Object, Object> {
        static final String NAME = "by-reference";

        @Override
        public void encodeToWire(Buffer buffer, Object o) {
            throw new IllegalStateException("Messages do not leave this process");
        }

        @Override
        public Object decodeFromWire(int position, Buffer buffer) {
            throw new IllegalStateException("Messages do not leave this process");
        }

        @Override
        public Object transform(Object o) {
            return o;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
