package io.patchgate.patch;

/** A check that a request is to have, settled with its verdict. */
public record PlannedCheck(String name, Check.Kind kind, boolean required) {}
