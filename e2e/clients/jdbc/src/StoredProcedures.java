import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

final class StoredProcedures {
  private StoredProcedures() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    Database.run(connection, """
        CREATE PROCEDURE dbo.divide @a int, @b int = 2, @quotient int OUTPUT, @text nvarchar(max) = NULL OUTPUT AS
        SET NOCOUNT ON
        SET @quotient = @a / @b
        SET @text = CONCAT(N'÷ ', @quotient)
        RETURN @a % @b""");
    story.tell("OUTPUT parameters and the return status", () -> {
      try (CallableStatement call = connection.prepareCall("{? = call dbo.divide(?, ?, ?, ?)}")) {
        call.registerOutParameter(1, Types.INTEGER);
        call.setInt(2, 17);
        call.setInt(3, 5);
        call.registerOutParameter(4, Types.INTEGER);
        call.registerOutParameter(5, Types.NVARCHAR);
        call.execute();
        Story.expectEqual("outputs", List.of(call.getInt(1), call.getInt(4), call.getNString(5)), List.of(2, 3, "÷ 3"));
      }
    });
    story.tell("parameters by name", () -> {
      try (CallableStatement call = connection.prepareCall("{call dbo.divide(?, ?, ?)}")) {
        call.setInt("a", 20);
        call.setInt("b", 6);
        call.registerOutParameter("quotient", Types.INTEGER);
        call.execute();
        Story.expectEqual("quotient", call.getInt("quotient"), 3);
      }
    });
    story.tell("several result sets and update counts", () -> {
      Database.run(connection, "CREATE TABLE dbo.counted_rows (id int NOT NULL)");
      Database.run(connection, """
          CREATE PROCEDURE dbo.several AS
          SELECT 1 AS a
          INSERT INTO dbo.counted_rows VALUES (1), (2), (3)
          SELECT id FROM dbo.counted_rows WHERE 1 = 0""");
      List<Object> seen = new ArrayList<>();
      try (CallableStatement call = connection.prepareCall("{call dbo.several}")) {
        boolean rows = call.execute();
        while (rows || call.getUpdateCount() != -1) {
          seen.add(rows ? Database.rowsOf(call.getResultSet()) : call.getUpdateCount());
          rows = call.getMoreResults();
        }
      }
      Story.expectEqual("results", seen, List.of(List.of(List.of(1)), 3, List.of()));
    });
  }
}
