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
    public Actor {
        roles = Set.copyOf(roles);
    }

    /** An admin is a reviewer too. */
    public boolean may(Role role) {
        return roles.contains(role) || role == Role.REVIEWER && roles.contains(Role.ADMIN);
    }
}
