package io.patchgate.patch;

/**
 * One file of a change set.
 *
 * @param form how the agent sent it
 * @param newCode the whole new content; null exactly for a deletion and for a diff that is not
 *     applied yet
 * @param diff the unified diff as sent, null for the other forms
 * @param originalCode what the agent says the file was: evidence, never trusted; may be null
 */
public record Change(WorkspacePath target, Form form, String newCode, String diff, String originalCode) {

    /** How a change was sent. */
    public enum Form {
        NEW_CODE,
        DELETE,
        DIFF
    }

    public boolean deletes() {
        return form == Form.DELETE;
    }

    public Change withNewCode(String content) {
        return new Change(target, form, content, diff, originalCode);
    }
}
