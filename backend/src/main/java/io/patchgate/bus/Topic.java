package io.patchgate.bus;

/** The name of an event, {@code noun.participle}, published to all who listen on this node. */
public record Topic<E>(String name) {}
