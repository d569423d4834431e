package io.patchgate.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.gate.ProtectedPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of {@code ops/mutate-gate}, which the source must not leave behind. */
class MutationsTest {
    private static final String RULE = "== A.java\n\nadds one\n- x + 1\n+ x\n  ;\n";

    @TempDir
    Path temp;

    @BeforeEach
    void writeASource() throws Exception {
        Files.writeString(temp.resolve("A.java"), "int y = x\n    + 1;\n");
    }

    @Test
    void everyRuleStandsInTheSourceExactlyOnce() throws Exception {
        List<Mutation> all = Mutations.all();

        assertThat(all).extracting(Mutation::name).doesNotHaveDuplicates();
        for (Mutation mutation : all) {
            String source = Files.readString(Mutations.SOURCES.resolve(mutation.file()));
            assertThat(mutation.applied(source)).as(mutation.name()).isNotEqualTo(source);
        }
    }

    @Test
    void everyEntryThatAlwaysHoldsIsARule() throws Exception {
        List<String> rules = Mutations.all().stream().map(Mutation::name).toList();

        for (String entry : ProtectedPaths.of(List.of(), List.of()).always()) {
            if (!entry.equals(".patchgate-*")) {
                assertThat(rules).contains("always protected `\"" + entry + "\"`");
            }
        }
    }

    @Test
    void takesARuleOutWhateverTheFormatterDidToIt() throws Exception {
        Mutation mutation = Mutations.of(RULE, temp).get(0);

        assertThat(mutation.name()).isEqualTo("adds one");
        assertThat(mutation.applied(Files.readString(temp.resolve("A.java")))).isEqualTo("int y = x\n;\n");
    }

    @Test
    void namesEachRuleThatTheSourceHasNoMoreOrTwice() throws Exception {
        String list = RULE + "\nadds two\n- x + 2\n\nhas a letter\n- i\n";
        Files.writeString(temp.resolve("A.java"), "int y = x + 1; int z = x + 1;\n");

        assertThatThrownBy(() -> Mutations.of(list, temp))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A.java: adds one (2 times)")
                .hasMessageContaining("A.java: adds two (0 times)")
                .hasMessageContaining("A.java: has a letter (2 times)");
    }
}
