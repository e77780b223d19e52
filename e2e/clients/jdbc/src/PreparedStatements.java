import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;

final class PreparedStatements {
  private static final int TIMES = 500;

  private PreparedStatements() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    Database.run(connection, "CREATE TABLE dbo.prepared (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL)");
    String insertSql = "INSERT INTO dbo.prepared (id, name) VALUES (?, ?)";
    story.tell("an INSERT and a SELECT " + TIMES + " times", () -> {
      try (PreparedStatement insert = connection.prepareStatement(insertSql);
          PreparedStatement select = connection.prepareStatement("SELECT name FROM dbo.prepared WHERE id = ?")) {
        for (int id = 0; id < TIMES; id++) {
          String name = id % 10 == 0 ? null : "näme " + id;
          insert.setInt(1, id);
          insert.setNString(2, name);
          Story.expectEqual("update count", insert.executeUpdate(), 1);
          select.setInt(1, id);
          try (ResultSet found = select.executeQuery()) {
            found.next();
            Story.expectEqual("name", found.getString(1), name);
          }
        }
      }
    });
    story.tell("a batch", () -> {
      try (PreparedStatement insert = connection.prepareStatement(insertSql)) {
        for (int id = TIMES; id < 2 * TIMES; id++) {
          insert.setInt(1, id);
          insert.setNString(2, "batch " + id);
          insert.addBatch();
        }
        int[] counts = insert.executeBatch();
        Story.expectEqual("counts", Arrays.stream(counts).sum(), TIMES);
      }
      Story.expectEqual("rows", Database.value(connection, "SELECT COUNT(*) FROM dbo.prepared"), 2 * TIMES);
    });
    story.tell("a batch with an error in the middle", () -> {
      try (PreparedStatement insert = connection.prepareStatement(insertSql)) {
        for (int id : new int[] {-1, 1, -2}) {
          insert.setInt(1, id);
          insert.setNString(2, null);
          insert.addBatch();
        }
        var error = (java.sql.BatchUpdateException) Database.errorOf(insert::executeBatch);
        Story.expectEqual("number", error.getErrorCode(), 2627);
      }
    });
    story.tell("generated keys", () -> {
      Database.run(connection, "CREATE TABLE dbo.generated (id int IDENTITY(10, 5) NOT NULL PRIMARY KEY, v int NULL)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO dbo.generated (v) VALUES (?)", 1)) {
        insert.setInt(1, 1);
        insert.executeUpdate();
        try (ResultSet keys = insert.getGeneratedKeys()) {
          keys.next();
          Story.expectEqual("key", keys.getInt(1), 10);
        }
      }
    });
    story.tell("parameter metadata", () -> {
      try (PreparedStatement insert = connection.prepareStatement(insertSql)) {
        var metadata = insert.getParameterMetaData();
        Story.expectEqual("count", metadata.getParameterCount(), 2);
        Story.expectEqual("type", metadata.getParameterTypeName(2), "nvarchar");
      }
    });
    // Updating through the cursor needs TABNAME and COLINFO tokens, which the server does not send yet.
    story.tell("cursors of the server: scroll", () -> {
      try (var statement = connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY);
          ResultSet found = statement.executeQuery("SELECT id, name FROM dbo.prepared WHERE id BETWEEN 1 AND 5")) {
        found.last();
        Story.expectEqual("last", found.getInt(1), 5);
        found.absolute(2);
        Story.expectEqual("second", found.getInt(1), 2);
      }
    });
  }
}
