package io.patchgate.http;

import io.patchgate.patch.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which roles one token may hold together. */
public final class RoleSets {
    private RoleSets() {}

    /** A program that could also decide would need no human; so the two never meet in one token. */
    public static boolean permitted(Set<Role> roles) {
        return !roles.isEmpty()
                && (roles.stream().allMatch(Role::machine) || roles.stream().noneMatch(Role::machine));
    }

    /** Nothing unless every id is known and together they are permitted. */
    public static Optional<Set<Role>> parse(Collection<?> ids) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object id : ids) {
            Optional<Role> role = id instanceof String text ? Role.of(text) : Optional.empty();
            if (role.isEmpty()) {
                return Optional.empty();
            }
            roles.add(role.get());
        }
        return Optional.of(roles).filter(RoleSets::permitted);
    }
}
