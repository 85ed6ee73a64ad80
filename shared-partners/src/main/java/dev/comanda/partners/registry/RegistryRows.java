package dev.comanda.partners.registry;

import dev.comanda.database.batch.SqlColumns;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.partners.registry.KeptPartner.KeptSecret;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads all partners at once, and the version that tells whether they have changed. */
final class RegistryRows {
    private static final Logger LOG = Logger.getLogger(RegistryRows.class);

    private final PartnerSecrets secrets;

    RegistryRows(PartnerSecrets secrets) {
        this.secrets = secrets;
    }

    /** Another text after each committed change, in whatever order the changes commit. */
    String version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select coalesce(md5(string_agg(id::text, ',' order by id)), '') from registry_change")) {
            row.next();
            return row.getString(1);
        }
    }

    RegistrySnapshot read(Connection connection) throws SQLException {
        List<KeptPartner> partners = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            boolean more = rows.next();
            while (more) {
                more = readPartner(rows, partners);
            }
        }
        return new RegistrySnapshot(partners);
    }

    /** Reads the rows of one partner; false after the last row of all. */
    private boolean readPartner(ResultSet rows, List<KeptPartner> partners) throws SQLException {
        String id = rows.getString("id");
        List<String> events = List.of(texts(rows.getArray("events")));
        Array maySend = rows.getArray("may_send");
        MaySend sending = new MaySend(events.equals(List.of("*")), maySend == null ? null : List.of(texts(maySend)));
        PartnerStatus status = PartnerStatus.valueOf(rows.getString("status").toUpperCase(Locale.ROOT));
        boolean usesStandard = rows.getBoolean("uses_standard");
        List<KeptSecret> kept = new ArrayList<>();
        boolean damaged = false;
        boolean more;
        do {
            if (rows.getString("key_id") != null) {
                KeptSecret secret = secret(id, rows);
                damaged |= secret == null;
                if (secret != null) {
                    kept.add(secret);
                }
            }
            more = rows.next();
        } while (more && rows.getString("id").equals(id));
        partners.add(new KeptPartner(id, status, usesStandard, sending, List.copyOf(kept), damaged));
        return more;
    }

    private @Nullable KeptSecret secret(String partnerId, ResultSet row) throws SQLException {
        try {
            return new KeptSecret(
                    row.getString("key_id"),
                    secrets.open(
                            partnerId, new Encrypted(row.getString("encryption_key_id"), row.getBytes("ciphertext"))),
                    SqlColumns.time(row, "expires_at"),
                    SqlColumns.time(row, "last_seen_in"));
        } catch (IllegalStateException e) {
            LOG.debugf("A secret of partner %s cannot be read: %s", partnerId, e.getMessage());
            return null;
        }
    }

    private static String[] texts(Array array) throws SQLException {
        return (String[]) array.getArray();
    }

    private static final String ALL = """
            select p.id, p.events, p.may_send, p.status, p.verified_standard_at is not null uses_standard,
                   s.key_id, s.ciphertext, s.encryption_key_id, s.expires_at, s.last_seen_in
              from partner p left join partner_secret s on s.partner_id = p.id
             order by p.id, s.created_at desc, s.key_id desc
            """;
}
