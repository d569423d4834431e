package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may make a call, as the contract's security requirements say: one alternative that the caller
 * meets is enough, and it is met by holding all its roles. An empty list of roles means anyone who is
 * signed in, and no alternatives at all means anyone.
 *
 * <p>By which of the schemes a caller is authenticated makes no difference here: a token carries the
 * same roles in a header as in a cookie.
 */
record Roles(List<Set<Role>> alternatives) {

    /**
     * @param security as in the contract: a list of objects from scheme to roles
     * @throws IllegalArgumentException when it is missing, or names a role that there is not
     */
    static Roles of(List<?> security) {
        if (security == null) {
            throw new IllegalArgumentException("An operation of the contract does not say who may call it");
        }
        List<Set<Role>> alternatives = new ArrayList<>();
        for (Object requirement : security) {
            Set<Role> roles = new LinkedHashSet<>();
            for (Object named : ((Map<?, ?>) requirement).values()) {
                ((List<?>) named).forEach(role -> roles.add(role(role)));
            }
            alternatives.add(roles);
        }
        return new Roles(alternatives);
    }

    boolean open() {
        return alternatives.isEmpty();
    }

    boolean permit(Actor actor) {
        return open() || alternatives.stream().anyMatch(roles -> roles.stream().allMatch(actor::may));
    }

    /** @throws Failure {@code FORBIDDEN}, saying which role is missing */
    void check(Actor actor) {
        if (!permit(actor)) {
            String wanted = alternatives.stream()
                    .flatMap(Set::stream)
                    .map(Role::id)
                    .distinct()
                    .collect(Collectors.joining(" or "));
            throw new Failure(FailureKind.FORBIDDEN, "This needs the role " + wanted + ".");
        }
    }

    private static Role role(Object id) {
        return Role.of(id.toString())
                .orElseThrow(() -> new IllegalArgumentException("The contract names no such role: " + id));
    }
}
