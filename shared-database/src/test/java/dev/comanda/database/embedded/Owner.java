package dev.comanda.database.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A process of its own that owns a database and commits a row at a time, saying so after each; made to be killed. */
final class Owner {
    private Owner() {}

    static void main(String[] args) {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]));
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement setup = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("insert into acknowledged values (?)")) {
            setup.execute("create table acknowledged (number int primary key)");
            for (int number = 1; ; number++) {
                insert.setInt(1, number);
                insert.executeUpdate();
                System.out.println(number);
            }
        } catch (SQLException e) {
            System.err.println("the owner's last word: " + e.getMessage());
        }
    }
}
