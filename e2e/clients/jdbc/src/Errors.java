import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.sql.Connection;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;

final class Errors {
  private Errors() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open();
    Database.run(connection, Shared.read("errors-setup.sql"));
    for (String[] row : Shared.table("errors.tsv")) {
      List<Object> expected = List.of(Integer.valueOf(row[1]), Integer.valueOf(row[2]), Integer.valueOf(row[3]), Long.valueOf(row[4]),
          row[5].replace("$db", Shared.DATABASE));
      String sql = row[6].replace("\\n", "\n");
      story.tell(row[0], () -> {
        var error = ((SQLServerException) Database.errorOf(() -> Database.run(connection, sql))).getSQLServerError();
        List<Object> actual = List.of(error.getErrorNumber(), error.getErrorSeverity(), error.getErrorState(), error.getLineNumber(),
            error.getErrorMessage());
        Story.expectEqual("error", actual, expected);
      });
    }
  }

  static void tellMessages(Story story) throws Exception {
    Connection connection = Database.open();
    story.tell("PRINT and RAISERROR as warnings", () -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRINT N'héllo' RAISERROR ('note %i', 10, 5, 3)");
        SQLWarning first = statement.getWarnings();
        Story.expectEqual("first", first.getMessage(), "héllo");
        Story.expectEqual("second", first.getNextWarning().getMessage(), "note 3");
        Story.expectEqual("number", first.getNextWarning().getErrorCode(), 50000);
      }
    });
  }
}
