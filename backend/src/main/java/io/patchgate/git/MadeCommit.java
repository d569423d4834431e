package io.patchgate.git;

/**
 * A commit, as the journal keeps it from before it becomes part of a branch.
 *
 * @param ref the whole name of the branch
 * @param parent the commit that the branch stood at, null for none
 * @param id the commit, hexadecimal
 */
public record MadeCommit(String ref, String parent, String id) {}
