import java.sql.Connection;

final class Encryption {
  private Encryption() {}

  static void tell(Story story) {
    String certificate = Shared.told("E2E_CERTIFICATE");
    story.tell("false: the login only", () -> encrypted("FALSE", "encrypt", "false"));
    story.tell("true", () -> encrypted("TRUE", "encrypt", "true"));
    story.tell("true, the certificate checked", () -> encrypted("TRUE", "encrypt", "true", "trustServerCertificate", "false",
        "serverCertificate", certificate));
    story.tell("strict (TDS 8.0)", () -> encrypted("TRUE", "encrypt", "strict", "serverCertificate", certificate));
    story.tell("packet sizes", () -> {
      encrypted("FALSE", "encrypt", "false", "packetSize", "512");
      encrypted("FALSE", "encrypt", "false", "packetSize", "32767");
    });
    story.tell("a wrong password", () -> {
      var error = Database.errorOf(() -> Database.open("password", "wrong"));
      Story.expectEqual("number", error.getErrorCode(), 18456);
      Story.expect(error.getMessage().startsWith("Login failed for user 'sa'."), error.getMessage());
    });
    story.tell("an unknown database", () -> {
      var error = Database.errorOf(() -> Database.open("databaseName", "nothing"));
      Story.expectEqual("number", error.getErrorCode(), 4060);
      Story.expect(error.getMessage().startsWith("Cannot open database \"nothing\" requested by the login. The login failed."), error.getMessage());
    });
  }

  private static void encrypted(String expected, String... settings) throws Exception {
    try (Connection connection = Database.open(settings)) {
      String sql = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";
      Story.expectEqual("encrypt_option", Database.value(connection, sql), expected);
      Story.expectEqual("a long message", Database.value(connection, "SELECT LEN(?)", "x".repeat(100_000)), 100_000L);
    }
  }
}
