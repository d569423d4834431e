package io.patchgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest {
    @Test
    void permitsWhoeverMeetsOneAlternative() {
        Roles roles = Roles.of(List.of(
                Map.of("bearer", List.of("reviewer")),
                Map.of("session", List.of("reviewer")),
                Map.of("bearer", List.of("agent"))));
        assertThat(roles.permit(actor(Role.REVIEWER))).isTrue();
        assertThat(roles.permit(actor(Role.AGENT))).isTrue();
        assertThat(roles.permit(actor(Role.ADMIN))).isTrue();
        assertThat(roles.permit(actor(Role.AUDITOR))).isFalse();
        assertThat(roles.permit(actor())).isFalse();
    }

    @Test
    void wantsEveryRoleOfAnAlternative() {
        Roles roles = Roles.of(List.of(Map.of("bearer", List.of("auditor", "reviewer"))));
        assertThat(roles.permit(actor(Role.AUDITOR))).isFalse();
        assertThat(roles.permit(actor(Role.AUDITOR, Role.ADMIN))).isTrue();
    }

    @Test
    void tellsAnyoneSignedInFromAnyone() {
        assertThat(Roles.of(List.of(Map.of("bearer", List.of()))).open()).isFalse();
        assertThat(Roles.of(List.of(Map.of("bearer", List.of()))).permit(actor()))
                .isTrue();
        assertThat(Roles.of(List.of()).open()).isTrue();
    }

    @Test
    void refusesAContractThatNamesNoRoleOrAWrongOne() {
        assertThatThrownBy(() -> Roles.of(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Roles.of(List.of(Map.of("bearer", List.of("root")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("root");
    }

    private static Actor actor(Role... roles) {
        return new Actor("somebody", Set.of(roles), null, "jti", Instant.MAX);
    }
}
