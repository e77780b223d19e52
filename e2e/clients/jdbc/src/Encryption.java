import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;

final class Encryption {
  private static final String STORE_PASSWORD = "changeit";

  private Encryption() {}

  static void tell(Story story) {
    String certificate = Shared.told("E2E_CERTIFICATE");
    story.tell("false: the login only", () -> encrypted("FALSE", "encrypt", "false"));
    story.tell("true", () -> encrypted("TRUE", "encrypt", "true"));
    story.tell("true, the certificate checked", () -> encrypted("TRUE", "encrypt", "true", "trustServerCertificate", "false",
        "hostNameInCertificate", "localhost", "trustStore", trustStore(certificate), "trustStorePassword", STORE_PASSWORD));
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

  private static String trustStore(String certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(certificate))) {
      store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = Files.createTempFile("holdfast-e2e-", ".p12");
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, STORE_PASSWORD.toCharArray());
    }
    return file.toString();
  }

  private static void encrypted(String expected, String... settings) throws Exception {
    try (Connection connection = Database.open(settings)) {
      String sql = "SELECT encrypt_option FROM sys.dm_exec_connections WHERE session_id = @@SPID";
      Story.expectEqual("encrypt_option", Database.value(connection, sql), expected);
      Story.expectEqual("a long message", Database.value(connection, "SELECT LEN(?)", "x".repeat(100_000)), 100_000L);
    }
  }
}
