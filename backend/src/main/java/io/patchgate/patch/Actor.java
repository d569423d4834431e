package io.patchgate.patch;

import java.time.Instant;
import java.util.Set;

/**
 * Who acts, as a verified token says.
 *
 * @param subject the name recorded on every act
 * @param owner the person who answers for an agent, or null
 * @param tokenId the token's {@code jti}
 */
public record Actor(String subject, Set<Role> roles, String owner, String tokenId, Instant expiresAt) {
    /** The system itself, where a workspace lets it take back what made things worse. */
    public static final Actor PROBATION = new Actor("patchgate-probation", Set.of(), null, null, Instant.MAX);

    /** The system itself, where the settings let it approve without a person. */
    public static final Actor AUTO_APPROVAL = new Actor("auto_approve_system", Set.of(), null, null, Instant.MAX);

    /** The system itself, where the rule ends what is in the canary. */
    public static final Actor CANARY = new Actor("patchgate-canary", Set.of(), null, null, Instant.MAX);

    public Actor {
        roles = Set.copyOf(roles);
    }

    /** Whether nobody signed in: every token holds a role. */
    public boolean system() {
        return roles.isEmpty();
    }

    /** An admin is a reviewer too. */
    public boolean may(Role role) {
        return roles.contains(role) || role == Role.REVIEWER && roles.contains(Role.ADMIN);
    }
}
