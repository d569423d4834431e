package io.patchgate.patch;

/**
 * One file of a change set.
 *
 * @param form how the agent sent it
 * @param newCode the whole new content; null exactly for a deletion and for a diff that is not
 *     applied yet
 * @param diff the unified diff as sent, null for the other forms
 * @param originalCode what the agent says the file was: evidence, never trusted; may be null
 * @param encoding the file's own, found when the change was received; a new file's is UTF-8
 * @param mode POSIX permission bits of a file that a revert makes again; -1 for the usual ones or those it has
 */
public record Change(
        WorkspacePath target,
        Form form,
        String newCode,
        String diff,
        String originalCode,
        Encoding encoding,
        int mode) {

    /** How a change was sent. */
    public enum Form {
        NEW_CODE,
        DELETE,
        DIFF
    }

    /** As it is sent, and as a file in UTF-8 is changed. */
    public Change(WorkspacePath target, Form form, String newCode, String diff, String originalCode) {
        this(target, form, newCode, diff, originalCode, Encoding.UTF_8, -1);
    }

    public boolean deletes() {
        return form == Form.DELETE;
    }

    public Change withNewCode(String content) {
        return new Change(target, form, content, diff, originalCode, encoding, mode);
    }

    public Change in(Encoding encoding) {
        return new Change(target, form, newCode, diff, originalCode, encoding, mode);
    }

    public Change withMode(int mode) {
        return new Change(target, form, newCode, diff, originalCode, encoding, mode);
    }

    /** The bytes that the file shall have; null for a deletion. */
    public byte[] content() {
        return newCode == null ? null : encoding.bytes(newCode);
    }
}
