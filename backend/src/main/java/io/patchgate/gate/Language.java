package io.patchgate.gate;

import java.util.List;
import java.util.Optional;

/**
 * How one language's files load others. All paths are relative to the workspace. What a loader calls a
 * module may lie in one of several files, so files are compared by their stem: the path without what
 * only says in which form the module is kept. Nothing here looks at the disk.
 */
interface Language {

    /**
     * A place in a file that loads something.
     *
     * @param line counted from 1
     * @param module in the language's own terms
     */
    record Reference(int line, String module) {}

    /** Every language whose imports are followed. */
    List<Language> ALL = List.of(new Python());

    /** The stem of a file of this language; empty where its loader would not take the file for a module. */
    Optional<String> stem(String path);

    /** The files in which the source of a module of this stem could be. */
    List<String> sources(String stem);

    /**
     * What a file loads.
     *
     * @throws Unreadable when this cannot be told
     */
    List<Reference> references(byte[] source) throws Unreadable;

    /**
     * The stems of everything that may be loaded for a reference, whether it exists or not.
     *
     * @param importer the file that the reference stands in
     * @param roots folders that modules are looked for in; the workspace itself is ""
     */
    List<String> candidates(String importer, String module, List<String> roots);

    /** The stems of what is loaded before this file is, without being named anywhere. */
    List<String> before(String path);

    /**
     * Whether a folder with these names in it is part of a package, so that modules are looked for in a
     * folder above it.
     */
    boolean isPackage(Iterable<String> names);

    /** The message completes "the file …". */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }
}
