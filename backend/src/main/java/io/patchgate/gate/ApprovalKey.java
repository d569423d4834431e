package io.patchgate.gate;

import io.patchgate.patch.BaseFile;
import io.patchgate.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The name of exactly what a reviewer is shown: base bytes, new bytes, paths and the policy they were
 * judged by. Two keys are equal exactly when nothing of it moved.
 */
final class ApprovalKey {
    private ApprovalKey() {}

    static String of(List<BaseFile> files, String policyVersion) {
        StringBuilder text = new StringBuilder("patchgate approval key 1\n").append(policyVersion);
        for (BaseFile file : files) {
            // Paths hold no control characters and hashes no dash, so this reads one way only.
            text.append('\n').append(file.target());
            text.append('\t').append(file.creates() ? "-" : file.baseSha256());
            text.append('\t').append(file.deletes() ? "-" : file.newSha256());
        }
        return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
