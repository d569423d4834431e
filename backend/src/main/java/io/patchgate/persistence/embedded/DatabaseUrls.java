package io.patchgate.persistence.embedded;

/**
 * Where the two roles find the database, as {@code postgresql://user:password@127.0.0.1:port/patchgate}. The port is
 * good until the server ends; the next start may choose another. The passwords need no escaping. The text form leaves
 * them out, so that a record in a log line gives nothing away.
 */
public record DatabaseUrls(String owner, String runtime) {

    static DatabaseUrls at(int port, Credentials credentials) {
        return new DatabaseUrls(
                url(Roles.OWNER, credentials.owner(), port), url(Roles.RUNTIME, credentials.runtime(), port));
    }

    private static String url(String role, String password, int port) {
        return "postgresql://" + role + ":" + password + "@127.0.0.1:" + port + "/" + Roles.DATABASE;
    }

    @Override
    public String toString() {
        return "DatabaseUrls[owner=" + withoutPassword(owner) + ", runtime=" + withoutPassword(runtime) + "]";
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("(?<=://)([^:/@]*):.*@", "$1@");
    }
}
