import com.microsoft.sqlserver.jdbc.SQLServerDataTable;
import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.List;

final class TableValued {
  private static final int ROWS = 5_000;

  private TableValued() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    Database.run(connection, "CREATE TYPE dbo.item_list AS TABLE (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, price decimal(9, 2) NULL)");
    Database.run(connection, "CREATE PROCEDURE dbo.list_items @items dbo.item_list READONLY AS SELECT id, name, price FROM @items ORDER BY id");
    story.tell(ROWS + " rows to a statement", () -> {
      SQLServerDataTable table = table();
      for (int id = 0; id < ROWS; id++) table.addRow(id, "näme " + id, BigDecimal.valueOf(id, 2));
      List<List<Object>> rows = ask(connection, "SELECT COUNT(*), SUM(price) FROM ?", "dbo.item_list", table);
      Story.expectEqual("totals", rows, List.of(List.of(ROWS, BigDecimal.valueOf((long) ROWS * (ROWS - 1) / 2, 2))));
    });
    story.tell("to a procedure", () -> {
      SQLServerDataTable table = table();
      table.addRow(1, "one", new BigDecimal("1.50"));
      table.addRow(2, null, null);
      List<List<Object>> rows = ask(connection, "EXEC dbo.list_items ?", "dbo.item_list", table);
      Story.expectEqual("rows", rows.toString(), "[[1, one, 1.50], [2, null, null]]");
    });
    story.tell("without rows", () -> {
      // A decimal column takes its precision from the rows, so it has none here.
      Database.run(connection, "CREATE TYPE dbo.id_list AS TABLE (id int NOT NULL)");
      SQLServerDataTable empty = new SQLServerDataTable();
      empty.addColumnMetadata("id", Types.INTEGER);
      Story.expectEqual("count", ask(connection, "SELECT COUNT(*) FROM ?", "dbo.id_list", empty), List.of(List.of(0)));
    });
  }

  private static SQLServerDataTable table() throws Exception {
    SQLServerDataTable table = new SQLServerDataTable();
    table.addColumnMetadata("id", Types.INTEGER);
    table.addColumnMetadata("name", Types.NVARCHAR);
    table.addColumnMetadata("price", Types.DECIMAL);
    return table;
  }

  private static List<List<Object>> ask(Connection connection, String sql, String type, SQLServerDataTable table) throws Exception {
    try (SQLServerPreparedStatement statement = (SQLServerPreparedStatement) connection.prepareStatement(sql)) {
      statement.setStructured(1, type, table);
      try (ResultSet found = statement.executeQuery()) {
        return Database.rowsOf(found);
      }
    }
  }
}
