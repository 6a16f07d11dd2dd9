package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Keeper;
import org.emishub.security.vault.ChildVault;

/** Deletes a child from the snapshot, whichever of its numbers is given; the register's next package may bring it again, so that who erases tells the register. */
public final class SnapshotKeeper implements Keeper {
    private static final String FIND =
            """
            select c.child, c.sealed from education_child c join education_package p on p.number = c.generation
            where p.provider = ? and (c.national = ? or c.emis = ? or c.child = ?)""";
    private static final String MONTHS = "delete from education_attendance where provider = ? and child = any (?)";
    private static final String NAMES =
            "delete from education_name where child = any (?) and generation in (select number from education_package where provider = ?)";
    private static final String CHILDREN =
            "delete from education_child where child = any (?) and generation in (select number from education_package where provider = ?)";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final Blinds blinds;
    private final String provider;

    /** @param provider whose snapshot it is, {@code organisation/system} */
    public SnapshotKeeper(DataSource dataSource, ChildVault vault, String provider) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.blinds = new Blinds(vault);
        this.provider = provider;
    }

    /** Waits until a package that is just being loaded is. */
    @Override
    public int erase(String child) throws SQLException {
        try (Session session = Session.open(dataSource, provider)) {
            Connection rows = session.rows();
            Set<UUID> children = new HashSet<>(Set.of(blinds.child(child)));
            Set<UUID> months = new HashSet<>(Set.of(blinds.attendance(child)));
            find(rows, child, children, months);
            int deleted = delete(rows, MONTHS, provider, rows.createArrayOf("uuid", months.toArray()));
            delete(rows, NAMES, rows.createArrayOf("uuid", children.toArray()), provider);
            deleted += delete(rows, CHILDREN, rows.createArrayOf("uuid", children.toArray()), provider);
            rows.commit();
            return deleted;
        }
    }

    private void find(Connection rows, String child, Set<UUID> children, Set<UUID> months) throws SQLException {
        ChildRecord subject = ChildRecord.from(provider, LocalDate.EPOCH)
                .put("child.id", child)
                .build();
        try (PreparedStatement select = rows.prepareStatement(FIND)) {
            select.setString(1, provider);
            select.setObject(2, blinds.national(subject).orElse(null));
            select.setObject(3, blinds.emis(child));
            select.setObject(4, blinds.child(child));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID found = row.getObject(1, UUID.class);
                    children.add(found);
                    month(found, row.getBytes(2), months);
                }
            }
        }
    }

    /** Attendance is found by the register's own key of the child, which stands sealed in its row. */
    private void month(UUID found, byte[] sealed, Set<UUID> months) {
        try {
            String sourcedId = StoredJson.child(vault.open(SealedRow.context(found), sealed))
                    .sourcedId();
            months.add(blinds.attendance(sourcedId));
        } catch (ChildVault.KeyDestroyed e) {
            // Erased before, and its months with it.
        }
    }

    private static int delete(Connection rows, String sql, Object one, Object other) throws SQLException {
        try (PreparedStatement delete = rows.prepareStatement(sql)) {
            delete.setObject(1, one);
            delete.setObject(2, other);
            return delete.executeUpdate();
        }
    }
}
