package org.emishub.adapters.education.snapshot;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.vault.ChildVault;

/** New enrolments that were loaded and not yet told; what is told twice after a crash has the same id and bytes. */
public final class News {
    private static final int BATCH = 200;
    private static final String SELECT =
            """
            select c.child, c.sealed, p.message_id from education_child c
            join education_current g on g.generation = c.generation
            join education_package p on p.number = c.package
            where g.provider = ? and c.announce order by c.child limit ?""";
    private static final String TOLD =
            """
            update education_child set announce = false where child = any(?)
            and generation = (select generation from education_current where provider = ?)""";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final String provider;

    public News(DataSource dataSource, ChildVault vault, String provider) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.provider = provider;
    }

    /** Hears of one new enrolment. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes the news of one child.
         *
         * @param messageId the same for the same enrolment of the same package
         * @param payload the bytes the fact stands in
         */
        void enrolled(String messageId, byte[] payload, ChildRecord record);
    }

    private record Item(UUID child, String messageId, byte[] plain) {}

    /**
     * Tells all that waits.
     *
     * @return how many
     */
    public int tell(Listener listener) throws SQLException {
        int told = 0;
        for (List<Item> items = waiting(); !items.isEmpty(); items = waiting()) {
            for (Item item : items) {
                if (item.plain().length > 0) {
                    ChildRecord record =
                            StoredJson.child(item.plain()).record(provider).build();
                    listener.enrolled(item.messageId(), item.plain(), record);
                    told++;
                }
            }
            markTold(items);
        }
        return told;
    }

    private List<Item> waiting() throws SQLException {
        List<Item> items = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, provider);
            select.setInt(2, BATCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID child = row.getObject(1, UUID.class);
                    items.add(new Item(child, id(row.getString(3), child), open(child, row.getBytes(2))));
                }
            }
        }
        return items;
    }

    private static String id(String packageId, UUID child) {
        return UUID.nameUUIDFromBytes((packageId + "/" + child).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Empty when the child was erased meanwhile: then there is nothing to tell. */
    private byte[] open(UUID child, byte[] sealed) {
        try {
            return vault.open(SealedRow.context(child), sealed);
        } catch (ChildVault.KeyDestroyed e) {
            return new byte[0];
        }
    }

    private void markTold(List<Item> items) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(TOLD)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", items.stream().map(Item::child).toArray()));
            update.setString(2, provider);
            update.executeUpdate();
        }
    }
}
