package io.patchgate.statistics;

/** Both ends included. */
public record Interval(double low, double high) {}
