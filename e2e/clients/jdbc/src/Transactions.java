import java.sql.Connection;
import java.sql.Savepoint;
import java.util.List;

final class Transactions {
  private Transactions() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    Connection other = Database.open();
    Database.run(connection, "CREATE TABLE dbo.accounts (id int NOT NULL PRIMARY KEY, amount int NOT NULL)");
    connection.setAutoCommit(false);
    story.tell("commit", () -> {
      insert(connection, 1);
      connection.commit();
      Story.expectEqual("rows", count(other), 1);
    });
    story.tell("rollback", () -> {
      insert(connection, 2);
      connection.rollback();
      Story.expectEqual("rows", count(other), 1);
    });
    story.tell("savepoint", () -> {
      insert(connection, 3);
      Savepoint before = connection.setSavepoint("before_four");
      insert(connection, 4);
      connection.rollback(before);
      insert(connection, 5);
      connection.commit();
      Story.expectEqual("ids", Database.rows(other, "SELECT id FROM dbo.accounts ORDER BY id"), List.of(List.of(1), List.of(3), List.of(5)));
    });
    story.tell("isolation levels", () -> {
      int[][] levels = {{Connection.TRANSACTION_READ_UNCOMMITTED, 1}, {Connection.TRANSACTION_READ_COMMITTED, 2},
        {Connection.TRANSACTION_REPEATABLE_READ, 3}, {Connection.TRANSACTION_SERIALIZABLE, 4}, {4096, 5}};
      for (int[] level : levels) {
        other.setTransactionIsolation(level[0]);
        String sql = "SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID";
        Story.expectEqual("level", ((Number) Database.value(other, sql)).intValue(), level[1]);
      }
      other.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    });
    story.tell("an error keeps the transaction", () -> {
      insert(connection, 6);
      Story.expectEqual("number", Database.numberOf(() -> insert(connection, 6)), 2627);
      insert(connection, 7);
      connection.commit();
      Story.expectEqual("rows", count(other), 5);
    });
  }

  private static void insert(Connection connection, int id) throws Exception {
    Database.run(connection, "INSERT INTO dbo.accounts VALUES (" + id + ", 100)");
  }

  private static Object count(Connection connection) throws Exception {
    return Database.value(connection, "SELECT COUNT(*) FROM dbo.accounts");
  }
}
