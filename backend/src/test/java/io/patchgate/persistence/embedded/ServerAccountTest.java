package io.patchgate.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerAccountTest {
    private static final String NOBODY = "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin";
    private static final String POSTGRES = "postgres:x:101:104::/var/lib/postgresql:/bin/bash";

    @Test
    void prefersTheMoreSpecificUser() {
        assertThat(ServerAccount.preferred(List.of(NOBODY, POSTGRES, "patchgate:x:900:901::/:/bin/sh")))
                .contains(new ServerAccount(0, 900, 901));
        assertThat(ServerAccount.preferred(List.of(NOBODY, POSTGRES))).contains(new ServerAccount(0, 101, 104));
        assertThat(ServerAccount.preferred(List.of("root:x:0:0::/:/bin/sh", NOBODY)))
                .contains(new ServerAccount(0, 65534, 65534));
    }

    @Test
    void takesNoUserThatIsRootUnderAnotherName() {
        assertThat(ServerAccount.preferred(List.of("postgres:x:0:0::/:/bin/sh", "broken", "")))
                .isEmpty();
        assertThat(ServerAccount.preferred(List.of("postgres:x:5:0::/:/bin/sh")))
                .isEmpty();
    }
}
