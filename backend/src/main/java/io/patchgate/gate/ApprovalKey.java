package io.patchgate.gate;

import io.patchgate.patch.BaseFile;
import io.patchgate.patch.Check;
import io.patchgate.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The name of exactly what a reviewer is shown: base bytes, new bytes, paths, the policy they were
 * judged by, and what checks have found out. Two keys are equal exactly when nothing of it moved.
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

    /** While no check has ended it is the content's key alone, as at the admission. */
    static String with(String contentKey, List<Check> checks) {
        String evidence = Check.evidence(checks);
        return evidence.isEmpty()
                ? contentKey
                : Sha256.hex(
                        ("patchgate approval key 2\n" + contentKey + "\n" + evidence).getBytes(StandardCharsets.UTF_8));
    }
}
