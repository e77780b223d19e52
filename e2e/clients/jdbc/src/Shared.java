import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of shared/, and what the runner told this program. */
final class Shared {
  static final String DATABASE = told("E2E_DATABASE");

  private Shared() {}

  static String told(String name) {
    String value = System.getenv(name);
    if (value == null) throw new IllegalStateException(name + " is not set");
    return value;
  }

  static String read(String name) throws IOException {
    return Files.readString(Path.of(told("E2E_SHARED"), name));
  }

  /** Lines of cells separated by tabs; comments begin with #. */
  static List<String[]> table(String name) throws IOException {
    return read(name).lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).map(line -> line.split("\t", -1)).toList();
  }

  static String unescape(String text) {
    if (text.startsWith("repeat:")) {
      String[] parts = text.split(":", 3);
      return parts[2].repeat(Integer.parseInt(parts[1]));
    }
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter != '\\') out.append(letter);
      else out.append(text.charAt(++at) == 's' ? ' ' : text.charAt(at));
    }
    return out.toString();
  }
}
