package dev.espalier.samples.lesson07;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.Vocabulary;
import dev.espalier.runtime.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/** Sentences that are put together at random; one word of each says whether it is a good opinion. */
final class Opinions {
  /** What the network's input declares. */
  static final int TOKENS = 16;

  private static final List<String> BEGINNINGS = List.of("This is the", "That was the", "We found the", "It is the");
  private static final List<List<String>> JUDGEMENTS = List.of(
      List.of("worst", "dullest", "coldest", "saddest", "noisiest"),
      List.of("best", "finest", "nicest", "loveliest", "kindest"));
  private static final List<String> PLACES = List.of("restaurant", "hotel", "film", "book", "concert", "shop");
  private static final List<String> ENDS = List.of(
      ", and I will be returning for another meal.", ", and we told our friends.", ", and it was late.", ".",
      ", and I wrote this at home.", ", as you have heard from others.");

  private final List<String> texts = new ArrayList<>();
  private final int[] labels;

  Opinions(int count, long seed) {
    labels = new int[count];
    Randomness random = Randomness.stream(seed, "opinions", 0);
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(2);
      texts.add(any(BEGINNINGS, random) + " " + any(JUDGEMENTS.get(labels[i]), random) + " " + any(PLACES, random)
          + any(ENDS, random));
    }
  }

  private static String any(List<String> texts, Randomness random) {
    return texts.get(random.nextInt(texts.size()));
  }

  List<String> texts() {
    return texts;
  }

  /** As ids. */
  Dataset encoded(Vocabulary words) {
    float[] ids = new float[texts.size() * TOKENS];
    for (int i = 0; i < texts.size(); i++) {
      System.arraycopy(words.encode(texts.get(i), TOKENS), 0, ids, i * TOKENS, TOKENS);
    }
    return Dataset.builder("opinions").input("words", new int[] {TOKENS}, ids).labels(labels, 2).build();
  }
}
