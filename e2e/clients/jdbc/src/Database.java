import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connections and the few steps that all stories need. */
final class Database {
  private Database() {}

  static Connection open(String... settings) throws SQLException {
    Map<String, String> all = new HashMap<>();
    all.put("user", Shared.told("E2E_USER"));
    all.put("password", Shared.told("E2E_PASSWORD"));
    all.put("databaseName", Shared.DATABASE);
    all.put("encrypt", "true");
    all.put("trustServerCertificate", "true");
    all.put("loginTimeout", "15");
    for (int at = 0; at < settings.length; at += 2) all.put(settings[at], settings[at + 1]);
    StringBuilder url = new StringBuilder("jdbc:sqlserver://" + Shared.told("E2E_HOST") + ":" + Shared.told("E2E_PORT"));
    all.forEach((name, value) -> url.append(';').append(name).append("={").append(value).append('}'));
    return DriverManager.getConnection(url.toString());
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      // To the end of all results, so that every error is seen.
      while (rows || statement.getUpdateCount() != -1) {
        if (rows) rowsOf(statement.getResultSet());
        rows = statement.getMoreResults();
      }
    }
  }

  static List<List<Object>> rows(Connection connection, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < parameters.length; at++) statement.setObject(at + 1, parameters[at]);
      try (ResultSet found = statement.executeQuery()) {
        return rowsOf(found);
      }
    }
  }

  static List<List<Object>> rowsOf(ResultSet found) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    int columns = found.getMetaData().getColumnCount();
    while (found.next()) {
      List<Object> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) row.add(found.getObject(column));
      rows.add(row);
    }
    return rows;
  }

  static Object value(Connection connection, String sql, Object... parameters) throws SQLException {
    return rows(connection, sql, parameters).get(0).get(0);
  }

  static SQLException errorOf(Story.Run run) throws Exception {
    try {
      run.run();
    } catch (SQLException error) {
      return error;
    }
    throw new Story.Difference("no error came");
  }

  static int numberOf(Story.Run run) throws Exception {
    return ((SQLServerException) errorOf(run)).getErrorCode();
  }
}
