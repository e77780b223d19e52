import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;

/** The stories of mssql-jdbc, one class each. */
public final class Main {
  private interface Teller {
    void tell(Story story) throws Exception;
  }

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    try (Connection master = Database.open("databaseName", "master")) {
      Database.run(master, "CREATE DATABASE [" + Shared.DATABASE + "]");
    }
    begin("data types", DataTypes::tell);
    begin("prepared statements", PreparedStatements::tell);
    begin("transactions", Transactions::tell);
    begin("errors", Errors::tell);
    begin("messages", Errors::tellMessages);
    begin("cancel", Cancel::tell);
    begin("encryption and login", Encryption::tell);
    begin("bulk copy", BulkCopy::tell);
    begin("table-valued parameters", TableValued::tell);
    begin("stored procedures", StoredProcedures::tell);
    begin("metadata", Metadata::tell);
    begin("pooling", Pooling::tell);
    System.exit(0);
  }

  /** What a story needs before its first case is a case of its own: it does not stop the next story. */
  private static void begin(String name, Teller teller) {
    Story story = new Story(name);
    try {
      teller.tell(story);
    } catch (Exception thrown) {
      story.tell("preparation", () -> {
        throw thrown;
      });
    }
  }
}
