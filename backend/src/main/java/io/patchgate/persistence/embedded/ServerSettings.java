package io.patchgate.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/**
 * The server's configuration, written anew at every start: whatever was in {@code postgresql.conf} and
 * {@code pg_hba.conf} is replaced. {@code postgresql.auto.conf} could still override a setting, which is why
 * {@link ReadBack} asks the running server for those that matter.
 */
final class ServerSettings {
    private static final String CONF = """
            # Written by Patchgate at every start: changes made here are lost.

            # Durable: what was answered survives a power cut.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            wal_level = replica
            max_wal_senders = 0
            max_wal_size = 2GB
            checkpoint_completion_target = 0.9
            # PostgreSQL is built without lz4 for some platforms and then refuses its name.
            wal_compression = off

            # Closed: this machine only, passwords only.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            allow_alter_system = off
            cluster_name = 'patchgate'

            # Sized for a small service.
            max_connections = 60
            shared_buffers = 128MB
            max_logical_replication_workers = 0
            jit = off
            idle_in_transaction_session_timeout = 30s
            tcp_keepalives_idle = 60
            tcp_keepalives_interval = 10
            tcp_keepalives_count = 6

            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            client_encoding = 'UTF8'

            # A log of a week. Terse, without statements and their values: DETAIL and STATEMENT lines
            # would hold what agents have sent.
            log_destination = 'stderr'
            logging_collector = on
            log_directory = '../log'
            log_filename = 'postgresql-%a.log'
            log_file_mode = 0600
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 10MB
            log_line_prefix = '%m [%p] '
            log_checkpoints = off
            log_statement = 'none'
            log_error_verbosity = terse
            log_min_error_statement = panic
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            """;

    private ServerSettings() {}

    static void write(Layout layout, ServerAccount account) throws IOException {
        install(layout, account, "postgresql.conf", CONF);
        install(layout, account, "pg_hba.conf", hostBasedAccess());
    }

    private static String hostBasedAccess() {
        return """
               # Written by Patchgate at every start: changes made here are lost. What is not listed is refused.
               host  %1$s           %2$s    127.0.0.1/32  scram-sha-256
               host  %1$s           %3$s  127.0.0.1/32  scram-sha-256
               host  %1$s,postgres  %4$s           127.0.0.1/32  scram-sha-256
               """.formatted(Roles.DATABASE, Roles.OWNER, Roles.RUNTIME, Roles.SUPERUSER)
                .lines()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** By a rename from our own folder, since a link that the server's user put into its folder must not be followed. */
    private static void install(Layout layout, ServerAccount account, String name, String text) throws IOException {
        Path part = layout.home().resolve("." + name);
        OwnFiles.writeWhole(part, text);
        account.own(part);
        Files.move(
                part,
                layout.cluster().resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
