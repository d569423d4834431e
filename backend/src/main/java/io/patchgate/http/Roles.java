package io.patchgate.http;

import io.patchgate.bus.Failure;
import io.patchgate.bus.FailureKind;
import io.patchgate.patch.Actor;
import io.patchgate.patch.Role;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.SecurityRequirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** @throws IllegalArgumentException when the contract names a role that there is not */
    static Roles of(Operation operation) {
        List<Set<Role>> alternatives = new ArrayList<>();
        for (SecurityRequirement requirement : operation.getSecurityRequirements()) {
            Set<Role> roles = new LinkedHashSet<>();
            for (String scheme : requirement.getNames()) {
                requirement.getScopes(scheme).forEach(role -> roles.add(role(role)));
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

    private static Role role(String id) {
        return Role.of(id).orElseThrow(() -> new IllegalArgumentException("The contract names no such role: " + id));
    }
}
