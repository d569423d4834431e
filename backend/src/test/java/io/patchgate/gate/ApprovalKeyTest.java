package io.patchgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchgate.patch.BaseFile;
import io.patchgate.workspace.Tree;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The key that a decision is bound to. */
class ApprovalKeyTest {
    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    private static String key(String policy, BaseFile... files) {
        return ApprovalKey.of(List.of(files), policy);
    }

    private static BaseFile file(String target, String before, String after) {
        return new BaseFile(Tree.at(target), before, before == null ? -1 : 1, 0644, after, after == null ? -1 : 1);
    }

    @Test
    void isAnotherForAnotherPolicyPathBaseOrContent() {
        BaseFile file = file("a.py", ONE, TWO);

        assertThat(key("policy", file("a.py", ONE, TWO))).isEqualTo(key("policy", file));
        assertThat(Stream.of(
                        key("policy", file),
                        key("another", file),
                        key("policy", file("b.py", ONE, TWO)),
                        key("policy", file("a.py", TWO, TWO)),
                        key("policy", file("a.py", null, TWO)),
                        key("policy", file("a.py", ONE, ONE)),
                        key("policy", file("a.py", ONE, null)),
                        key("policy", file, file("b.py", ONE, TWO)),
                        key("policy", file("b.py", ONE, TWO), file)))
                .doesNotHaveDuplicates();
    }
}
