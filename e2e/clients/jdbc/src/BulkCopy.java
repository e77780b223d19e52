import com.microsoft.sqlserver.jdbc.ISQLServerBulkData;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;

final class BulkCopy {
  private static final int ROWS = 20_000;
  private static final LocalDateTime FIRST = LocalDateTime.of(2024, 1, 1, 0, 0);

  private BulkCopy() {}

  private static final class Rows implements ISQLServerBulkData {
    private static final List<String> NAMES = List.of("id", "name", "amount", "at", "data");
    private static final int[] TYPES = {Types.INTEGER, Types.NVARCHAR, Types.DECIMAL, Types.TIMESTAMP, Types.LONGVARBINARY};
    private static final int[] PRECISIONS = {0, 50, 18, 23, 8000};
    private static final int[] SCALES = {0, 0, 4, 3, 0};
    private final int end;
    private int id;

    Rows(int end) {
      this.end = end;
    }

    @Override
    public Set<Integer> getColumnOrdinals() {
      return Set.of(1, 2, 3, 4, 5);
    }

    @Override
    public String getColumnName(int column) {
      return NAMES.get(column - 1);
    }

    @Override
    public int getColumnType(int column) {
      return TYPES[column - 1];
    }

    @Override
    public int getPrecision(int column) {
      return PRECISIONS[column - 1];
    }

    @Override
    public int getScale(int column) {
      return SCALES[column - 1];
    }

    @Override
    public Object[] getRowData() {
      String name = id % 7 == 0 ? null : "näme " + id + " 😀";
      return new Object[] {id, name, BigDecimal.valueOf(id * 2500L, 4), Timestamp.valueOf(FIRST.plusSeconds(id)), new byte[] {(byte) id}};
    }

    @Override
    public boolean next() {
      return ++id <= end;
    }
  }

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    story.tell(ROWS + " rows", () -> {
      Database.run(connection, """
          CREATE TABLE dbo.loaded (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL, amount decimal(18, 4) NOT NULL,
            at datetime2(3) NOT NULL, data varbinary(max) NULL)""");
      load(connection, ROWS);
      String sql = "SELECT COUNT(*), COUNT(name), SUM(amount) FROM dbo.loaded";
      BigDecimal sum = BigDecimal.valueOf((long) ROWS * (ROWS + 1) / 8 * 10_000, 4);
      Story.expectEqual("totals", Database.rows(connection, sql), List.of(List.of(ROWS, ROWS - ROWS / 7, sum)));
      Story.expectEqual("name", Database.value(connection, "SELECT name FROM dbo.loaded WHERE id = 300"), "näme 300 😀");
    });
    story.tell("a duplicate key leaves nothing", () -> {
      Database.run(connection, "DELETE FROM dbo.loaded WHERE id <> 5");
      Story.expectEqual("number", Database.numberOf(() -> load(connection, 100)), 2627);
      Story.expectEqual("rows", Database.value(connection, "SELECT COUNT(*) FROM dbo.loaded"), 1);
    });
  }

  private static void load(Connection connection, int rows) throws Exception {
    try (SQLServerBulkCopy copy = new SQLServerBulkCopy(connection)) {
      SQLServerBulkCopyOptions options = new SQLServerBulkCopyOptions();
      options.setBatchSize(5_000);
      copy.setBulkCopyOptions(options);
      copy.setDestinationTableName("dbo.loaded");
      copy.writeToServer(new Rows(rows));
    }
  }
}
