import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import microsoft.sql.DateTimeOffset;

/** Every data type, selected as a literal and inserted as a parameter and read back. */
final class DataTypes {
  private static final Set<String> INCOMPARABLE = Set.of("text", "ntext", "image", "xml");

  private static final Set<String> GREGORIAN_GAP = Set.of("date", "datetimeoffset");

  private record TypeName(String declaration, String base, int digits) {
    static TypeName parse(String declaration) {
      String base = declaration.replaceAll("\\(.*", "");
      String first = declaration.contains("(") ? declaration.replaceAll(".*\\(|[,)].*", "") : "7";
      int digits = switch (base) {
        case "datetime" -> 3;
        case "smalldatetime" -> 0;
        default -> first.equals("max") ? 0 : Integer.parseInt(first);
      };
      return new TypeName(declaration, base, digits);
    }

    boolean isSingle() {
      return base.equals("real") || declaration.equals("float(24)");
    }
  }

  private record Value(TypeName type, String sql, String text) {}

  private DataTypes() {}

  static void tell(Story story) throws Exception {
    Connection connection = Database.open("sendTimeAsDatetime", "false");
    int number = 0;
    for (Map.Entry<String, List<Value>> entry : read().entrySet()) {
      String declaration = entry.getKey();
      String table = "dbo.types_" + number++;
      story.tell(declaration + " selected", () -> selectLiterals(connection, declaration, entry.getValue()));
      story.tell(declaration + " inserted and read back", () -> roundTrip(connection, declaration, entry.getValue(), table));
    }
  }

  private static Map<String, List<Value>> read() throws Exception {
    Map<String, List<Value>> cases = new LinkedHashMap<>();
    for (String[] row : Shared.table("data-types.tsv")) {
      TypeName type = TypeName.parse(row.length > 3 ? row[3] : row[0]);
      cases.computeIfAbsent(row[0], name -> new ArrayList<>()).add(new Value(type, row[1], Shared.unescape(row[2])));
    }
    return cases;
  }

  private static void selectLiterals(Connection connection, String declaration, List<Value> values) throws SQLException {
    for (Value value : values) {
      String actual = readText(connection, "SELECT CAST(" + value.sql + " AS " + declaration + ") AS v", value.type);
      Story.expectEqual(value.sql, actual, expectedText(value));
    }
    Story.expectEqual("NULL", Database.value(connection, "SELECT CAST(NULL AS " + declaration + ") AS v"), null);
  }

  private static void roundTrip(Connection connection, String declaration, List<Value> values, String table) throws SQLException {
    Database.run(connection, "CREATE TABLE " + table + " (id int NOT NULL PRIMARY KEY, v " + declaration + " NULL)");
    for (int id = 0; id < values.size(); id++) insert(connection, declaration, values.get(id), table, id);
    Database.run(connection, "INSERT INTO " + table + " (id, v) VALUES (-1, NULL)");
    for (int id = 0; id < values.size(); id++) {
      Value value = values.get(id);
      String actual = readText(connection, "SELECT v FROM " + table + " WHERE id = " + id, value.type);
      Story.expectEqual(value.sql, actual, expectedText(value));
      if (INCOMPARABLE.contains(declaration)) continue;
      String same = "SELECT COUNT(*) FROM " + table + " WHERE id = " + id + " AND v = CAST(" + value.sql + " AS " + declaration + ")";
      Story.expectEqual(same, Database.value(connection, same), 1);
    }
    Story.expectEqual("NULL", Database.value(connection, "SELECT v FROM " + table + " WHERE id = -1"), null);
  }

  private static void insert(Connection connection, String declaration, Value value, String table, int id) throws SQLException {
    String marker = declaration.equals("sql_variant") ? "CAST(? AS " + value.type.declaration + ")" : "?";
    String sql = "INSERT INTO " + table + " (id, v) VALUES (" + id + ", " + marker + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      give((SQLServerPreparedStatement) statement, value.type, value.text);
      statement.execute();
    }
  }

  private static void give(SQLServerPreparedStatement statement, TypeName type, String text) throws SQLException {
    if (GREGORIAN_GAP.contains(type.base) && text.compareTo("1583") < 0) {
      // The driver sends days of the Julian calendar.
      statement.setString(1, text);
      return;
    }
    switch (type.base) {
      case "bit" -> statement.setBoolean(1, text.equals("1"));
      case "tinyint", "smallint" -> statement.setShort(1, Short.parseShort(text));
      case "int" -> statement.setInt(1, Integer.parseInt(text));
      case "bigint" -> statement.setLong(1, Long.parseLong(text));
      case "decimal", "numeric" -> statement.setBigDecimal(1, new BigDecimal(text));
      case "money" -> statement.setMoney(1, new BigDecimal(text));
      case "smallmoney" -> statement.setSmallMoney(1, new BigDecimal(text));
      case "real" -> statement.setFloat(1, Float.parseFloat(text));
      case "float" -> statement.setDouble(1, Double.parseDouble(text));
      case "nchar", "nvarchar", "ntext", "sysname" -> statement.setNString(1, text);
      case "xml" -> {
        var xml = statement.getConnection().createSQLXML();
        xml.setString(text);
        if (text.isEmpty()) statement.setNString(1, text);
        else statement.setSQLXML(1, xml);
      }
      case "binary", "varbinary", "image" -> statement.setBytes(1, HexFormat.of().parseHex(text));
      case "date" -> statement.setObject(1, LocalDate.parse(text));
      case "time" -> statement.setObject(1, LocalTime.parse(text));
      case "datetime2" -> statement.setObject(1, LocalDateTime.parse(text.replace(' ', 'T')));
      case "datetime" -> statement.setDateTime(1, Timestamp.valueOf(LocalDateTime.parse(text.replace(' ', 'T'))));
      case "smalldatetime" -> statement.setSmallDateTime(1, Timestamp.valueOf(LocalDateTime.parse(text.replace(' ', 'T'))));
      case "datetimeoffset" -> statement.setObject(1, offset(text));
      case "uniqueidentifier" -> statement.setUniqueIdentifier(1, text);
      default -> statement.setString(1, text);
    }
  }

  private static OffsetDateTime offset(String text) {
    String[] parts = text.split(" ");
    return OffsetDateTime.parse(parts[0] + "T" + parts[1] + parts[2]);
  }

  private static String expectedText(Value value) {
    if (!value.type.base.equals("float") && !value.type.base.equals("real")) return value.text;
    double number = Double.parseDouble(value.text);
    return value.type.isSingle() ? Float.toString((float) number) : Double.toString(number);
  }

  /** As the driver's users read the type: getObject, and java.time for dates. */
  private static String readText(Connection connection, String sql, TypeName type) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql); ResultSet found = statement.executeQuery()) {
      found.next();
      boolean isVariant = found.getMetaData().getColumnType(1) == microsoft.sql.Types.SQL_VARIANT;
      switch (type.base) {
        case "time":
          return isVariant ? timeText(found.getObject(1), type) : clock(found.getObject(1, LocalTime.class), type.digits);
        case "datetime", "smalldatetime", "datetime2": {
          LocalDateTime at = isVariant ? ((Timestamp) found.getObject(1)).toLocalDateTime() : found.getObject(1, LocalDateTime.class);
          return day(at.toLocalDate()) + " " + clock(at.toLocalTime(), type.digits);
        }
        case "date":
          // A java.sql.Date before 1582 is of the Julian calendar.
          return isVariant ? text(type, found.getObject(1)) : day(found.getObject(1, LocalDate.class));
        case "datetimeoffset":
          return isVariant ? text(type, found.getObject(1)) : offsetText(found.getObject(1, OffsetDateTime.class), type);
        default:
          return text(type, found.getObject(1));
      }
    }
  }

  private static String timeText(Object value, TypeName type) {
    // A java.sql.Time has milliseconds.
    return clock(LocalTime.ofNanoOfDay(((Time) value).toLocalTime().toNanoOfDay()
        + Math.floorMod(((Time) value).getTime(), 1000L) * 1_000_000L), type.digits);
  }

  private static String text(TypeName type, Object value) {
    if (value == null) return null;
    if (value instanceof Boolean flag) return flag ? "1" : "0";
    if (value instanceof BigDecimal number) return number.toPlainString();
    if (value instanceof byte[] bytes) return HexFormat.of().withUpperCase().formatHex(bytes);
    if (value instanceof Double number) return type.isSingle() ? Float.toString(number.floatValue()) : number.toString();
    if (value instanceof java.sql.Date date) return day(date.toLocalDate());
    if (value instanceof DateTimeOffset at) return offsetText(at.getOffsetDateTime(), type);
    return String.valueOf(value);
  }

  private static String offsetText(OffsetDateTime at, TypeName type) {
    String zone = at.getOffset().equals(ZoneOffset.UTC) ? "+00:00" : at.getOffset().getId();
    return day(at.toLocalDate()) + " " + clock(at.toLocalTime(), type.digits) + " " + zone;
  }

  private static String day(LocalDate date) {
    return String.format("%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
  }

  private static String clock(LocalTime time, int digits) {
    String text = time.format(DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS"));
    return digits == 0 ? text.substring(0, 8) : text.substring(0, 9 + digits);
  }
}
