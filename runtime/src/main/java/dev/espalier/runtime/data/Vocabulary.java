package dev.espalier.runtime.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The words that a network knows, by id, and how a text becomes ids.
 *
 * <p>A text is split into runs of letters, digits, apostrophes and hyphens, in lower case; any other character that is
 * no space is a word of its own. Id 0 stands for every word that is not known. Immutable.
 */
public final class Vocabulary {

  /** The id of every word that is not known. */
  public static final int UNKNOWN = 0;

  /** What stands at {@link #UNKNOWN} among the words; no text has a word like it. */
  public static final String UNKNOWN_WORD = "<unknown>";

  private static final float NO_TOKEN = -1;

  private final List<String> words;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> words) {
    this.words = List.copyOf(words);
    for (int id = 0; id < words.size(); id++) {
      if (ids.put(words.get(id), id) != null) {
        throw new DataException("vocabulary", "a word has one id, and '" + words.get(id) + "' stands there twice",
            "give each word once");
      }
    }
    if (words.isEmpty() || !words.getFirst().equals(UNKNOWN_WORD)) {
      throw new DataException("vocabulary", "the first word must be " + UNKNOWN_WORD + ", and it is "
          + (words.isEmpty() ? "not there" : "'" + words.getFirst() + "'"), "give what words() returned");
    }
  }

  /**
   * The most frequent words of some texts, those that are equally frequent in alphabetical order.
   *
   * @param size how many ids there are at most, that of unknown words among them; at least 2
   */
  public static Vocabulary of(Iterable<String> texts, int size) {
    if (size < 2) {
      throw new IllegalArgumentException("A vocabulary has at least 2 ids, and " + size + " was given.");
    }
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      split(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    List<String> words = new ArrayList<>(List.of(UNKNOWN_WORD));
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .limit(size - 1L)
        .forEach(entry -> words.add(entry.getKey()));
    return new Vocabulary(words);
  }

  /**
   * From what {@link #words} returned, such as the lines of a file.
   *
   * @throws DataException when a word stands there twice or the first is not {@link #UNKNOWN_WORD}
   */
  public static Vocabulary ofWords(List<String> words) {
    return new Vocabulary(words);
  }

  /** The words of a text, in their order. */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
      if (Character.isLetterOrDigit(c) || c == '\'' || c == '-') {
        word.appendCodePoint(c);
        return;
      }
      end(word, words);
      if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
        words.add(Character.toString(c));
      }
    });
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** How many ids there are. */
  public int size() {
    return words.size();
  }

  /** The words by id, to be kept with a saved network: {@code Files.write(path, vocabulary.words())}. */
  public List<String> words() {
    return words;
  }

  /** The id of a word; {@link #UNKNOWN} where it is not known. */
  public int id(String word) {
    return ids.getOrDefault(word, UNKNOWN);
  }

  /**
   * The ids of a text as an input with {@code tokens} takes them: -1 behind the last one.
   *
   * @param tokens what the input declares
   * @throws DataException when the text has more words
   */
  public float[] encode(String text, int tokens) {
    List<String> split = split(text);
    if (split.size() > tokens) {
      throw new DataException("text '" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'",
          "a text has at most as many words as the input has tokens, " + tokens + ", and it has " + split.size(),
          "declare an input of more tokens, or cut the text");
    }
    float[] encoded = new float[tokens];
    Arrays.fill(encoded, NO_TOKEN);
    for (int t = 0; t < split.size(); t++) {
      encoded[t] = id(split.get(t));
    }
    return encoded;
  }

  /** The words of encoded ids, up to the first place without a token. */
  public List<String> decode(float[] encoded) {
    List<String> decoded = new ArrayList<>();
    for (int t = 0; t < encoded.length && encoded[t] >= 0; t++) {
      decoded.add(words.get((int) encoded[t]));
    }
    return decoded;
  }
}
