package dev.espalier.processor;

import dev.espalier.processor.Javac.Message;
import dev.espalier.processor.Javac.Outcome;
import dev.espalier.processor.Javac.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sources of {@code src/test/resources/bad}. Each ends in a comment that holds all that is said of it, line by
 * line, and may begin with the compiler's options in a comment; without, the Vector API is visible. To add one, write
 * the source and let the test fail: what it then shows as found is the comment, to be read before it is pasted.
 */
final class BadSources {
  private static final Pattern EXPECTED = Pattern.compile("/\\* expected\n(.*?)\n\\*/", Pattern.DOTALL);
  private static final Pattern OPTIONS = Pattern.compile("^// options: ?(.*)$", Pattern.MULTILINE);

  private BadSources() {}

  static List<Source> all() throws IOException {
    return Javac.resources("bad");
  }

  static Outcome compile(Path folder, Source source) throws IOException {
    Matcher options = OPTIONS.matcher(source.text());
    List<String> given = options.find()
        ? Pattern.compile(" ").splitAsStream(options.group(1)).filter(o -> !o.isEmpty()).toList()
        : Javac.VECTOR;
    return Javac.compile(folder, List.of(source), given, List.of(new EspalierProcessor()));
  }

  /** What the source's comment says; empty where there is none. */
  static String expected(Source source) {
    Matcher matcher = EXPECTED.matcher(source.text());
    return matcher.find() ? matcher.group(1) : "";
  }

  static String found(Outcome outcome) {
    return outcome.espalier().stream().map(Message::toString).collect(Collectors.joining("\n"));
  }
}
