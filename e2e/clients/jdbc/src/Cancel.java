import java.sql.Connection;
import java.sql.Statement;
import java.util.Timer;
import java.util.TimerTask;

final class Cancel {
  private static final long SOON_MS = 5_000;
  private static final String HEAVY = """
      WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      SELECT SUM(CAST(a.i AS float) * b.i) FROM n AS a CROSS JOIN n AS b CROSS JOIN n AS c OPTION (MAXRECURSION 0)""";

  private Cancel() {}

  static void tell(Story story) {
    story.tell("WAITFOR DELAY", () -> cancelled("WAITFOR DELAY '00:01:00'"));
    story.tell("a heavy query", () -> cancelled(HEAVY));
    story.tell("a time-out", () -> {
      try (Connection connection = Database.open(); Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        long started = System.currentTimeMillis();
        Database.errorOf(() -> statement.execute("WAITFOR DELAY '00:01:00'"));
        Story.expect(System.currentTimeMillis() - started < SOON_MS, "the time-out came late");
        Story.expectEqual("the connection afterwards", Database.value(connection, "SELECT 1"), 1);
      }
    });
    story.tell("rows that are not read", () -> {
      try (Connection connection = Database.open()) {
        try (Statement statement = connection.createStatement();
            var found = statement.executeQuery("SELECT a.name FROM sys.all_objects a CROSS JOIN sys.all_objects b")) {
          found.next();
          statement.cancel();
        }
        Story.expectEqual("the connection afterwards", Database.value(connection, "SELECT 1"), 1);
      }
    });
  }

  private static void cancelled(String sql) throws Exception {
    try (Connection connection = Database.open(); Statement statement = connection.createStatement()) {
      Timer timer = new Timer(true);
      timer.schedule(new TimerTask() {
        @Override
        public void run() {
          try {
            statement.cancel();
          } catch (java.sql.SQLException late) {
            // The statement's own error tells what happened.
          }
        }
      }, 300);
      long started = System.currentTimeMillis();
      Database.errorOf(() -> {
        statement.execute(sql);
        statement.getResultSet().next();
      });
      Story.expect(System.currentTimeMillis() - started < SOON_MS, "the cancellation took long");
      Story.expectEqual("the connection afterwards", Database.value(connection, "SELECT 1"), 1);
    }
  }
}
