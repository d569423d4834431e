package io.patchgate.mutation;

/**
 * One rule taken out of the source.
 *
 * @param file below {@code io/patchgate}
 * @param start where in the file's text the rule begins, and {@code end} where it ends
 */
record Mutation(String name, String file, int start, int end, String replacement) {

    String applied(String source) {
        return source.substring(0, start) + replacement + source.substring(end);
    }
}
