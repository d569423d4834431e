package io.patchgate.diff;

/**
 * One file of a change set, as bytes.
 *
 * <p>{@code path} is relative and separated by {@code /}. {@code before} is null where the file is created, {@code
 * after} where it is deleted; both null is no change. {@code executable} is the mode a created file gets and a deleted
 * one had; a modification keeps its mode and shows none. The arrays are held, not copied, and equality is that of the
 * arrays' identity.
 */
public record FileChange(String path, byte[] before, byte[] after, boolean executable) {}
