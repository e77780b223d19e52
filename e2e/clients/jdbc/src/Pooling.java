import com.microsoft.sqlserver.jdbc.SQLServerConnectionPoolDataSource;
import java.sql.Connection;
import java.util.List;
import javax.sql.PooledConnection;

/** A pooled connection is reset between its users: the driver sets the reset bit. */
final class Pooling {
  private Pooling() {}

  static void tell(Story story) {
    story.tell("a pooled connection is as new", () -> {
      SQLServerConnectionPoolDataSource source = new SQLServerConnectionPoolDataSource();
      source.setServerName(Shared.told("E2E_HOST"));
      source.setPortNumber(Integer.parseInt(Shared.told("E2E_PORT")));
      source.setUser(Shared.told("E2E_USER"));
      source.setPassword(Shared.told("E2E_PASSWORD"));
      source.setDatabaseName(Shared.DATABASE);
      source.setTrustServerCertificate(true);
      PooledConnection pooled = source.getPooledConnection();
      try (Connection first = pooled.getConnection()) {
        Database.run(first, "CREATE TABLE #left (id int); SET LOCK_TIMEOUT 500; SET DATEFIRST 3");
      }
      try (Connection second = pooled.getConnection()) {
        String sql = "SELECT @@LOCK_TIMEOUT, CAST(@@DATEFIRST AS int), ISNULL(OBJECT_ID('tempdb..#left'), 0), DB_NAME()";
        Story.expectEqual("session", Database.rows(second, sql), List.of(List.of(-1, 7, 0, Shared.DATABASE)));
      }
      pooled.close();
    });
  }
}
