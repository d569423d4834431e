package io.patchgate.patch;

/**
 * What one change meets and leaves on disk, as seen when the request was admitted.
 *
 * @param baseSha256 hexadecimal, null where the file does not exist
 * @param baseSize bytes, -1 where the file does not exist
 * @param baseMode POSIX permission bits, -1 where the file does not exist
 * @param newSha256 hexadecimal, null for a deletion
 * @param newSize bytes, -1 for a deletion
 */
public record BaseFile(
        WorkspacePath target, String baseSha256, long baseSize, int baseMode, String newSha256, long newSize) {

    public boolean creates() {
        return baseSha256 == null;
    }

    public boolean deletes() {
        return newSha256 == null;
    }

    public String kind() {
        return creates() ? "create" : deletes() ? "delete" : "modify";
    }
}
