import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The cases of one user story: one line of JSON each, see harness/client.ts. A failed case does not stop the next. */
final class Story {
  private static final long CASE_WITHIN_SECONDS = 60;
  private static final int SHOWN = 300;

  private static final ExecutorService CASES = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  });

  interface Run {
    void run() throws Exception;
  }

  static final class Difference extends RuntimeException {
    Difference(String message) {
      super(message);
    }
  }

  private final String name;

  Story(String name) {
    this.name = name;
  }

  void tell(String caseName, Run run) {
    long started = System.nanoTime();
    String error = null;
    try {
      CASES.submit(() -> {
        run.run();
        return null;
      }).get(CASE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      error = "not done within " + CASE_WITHIN_SECONDS + " s";
    } catch (Exception thrown) {
      error = describe(thrown.getCause() == null ? thrown : thrown.getCause());
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    String line = "{\"story\":" + json(name) + ",\"case\":" + json(caseName) + ",\"ok\":" + (error == null) + ",\"seconds\":" + seconds
        + (error == null ? "" : ",\"error\":" + json(error)) + "}";
    System.out.println(line);
  }

  private static String describe(Throwable thrown) {
    if (thrown instanceof Difference) return thrown.getMessage();
    String where = Arrays.stream(thrown.getStackTrace())
        .filter(frame -> !frame.getClassName().contains("."))
        .map(StackTraceElement::toString).findFirst().orElse("");
    return thrown.getClass().getSimpleName() + ": " + thrown.getMessage() + " (" + where + ")";
  }

  static void expectEqual(String what, Object actual, Object expected) {
    if (!Objects.deepEquals(actual, expected)) {
      throw new Difference(cut(what) + ": got " + show(actual) + ", expected " + show(expected));
    }
  }

  static void expect(boolean condition, String what) {
    if (!condition) throw new Difference(what);
  }

  private static String show(Object value) {
    return cut(value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value));
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " ...";
  }

  private static String json(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char letter : text.toCharArray()) {
      if (letter == '"' || letter == '\\') out.append('\\').append(letter);
      else if (letter < ' ' || letter > '~') out.append(String.format("\\u%04x", (int) letter));
      else out.append(letter);
    }
    return out.append('"').toString();
  }
}
