package dev.espalier.samples.lesson07;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.Vocabulary;
import dev.espalier.runtime.model.TokensLeft;
import dev.espalier.runtime.progress.Listener;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Not all words are needed for an opinion. Behind each attention those that receive the least leave the sequence, and a
 * sentence is printed with what is left of it.
 */
public final class Lesson07 {
  private static final String SENTENCE = "This is the best restaurant, and I will be returning for another meal.";

  private Lesson07() {}

  /** Runs the lesson; takes a few seconds. */
  public static void main(String[] args) {
    Opinions train = new Opinions(3_000, 1);
    Vocabulary words = Vocabulary.of(train.texts(), 80);
    Dataset test = new Opinions(500, 2).encoded(words);
    var net = PrunedOpinion.builder().seed(1).build();
    net.fit(train.encoded(words), test, Listener.none());
    System.out.printf("accuracy %.1f %%%n%n", 100 * net.evaluate(test).accuracy());

    float[] ids = words.encode(SENTENCE, Opinions.TOKENS);
    List<String> sentence = Vocabulary.split(SENTENCE);
    System.out.printf("%-10s %s  (%d tokens)%n", "", String.join(" ", sentence), sentence.size());
    for (TokensLeft left : net.tokensLeft(ids)) {
      System.out.printf("%-10s %s  (%d tokens)%n", left.layer(), marked(sentence, left), left.places().size());
    }
    System.out.println(net.freeze().classify(ids) == 1 ? "positive" : "negative");
    CostReport cost = net.cost();
    System.out.printf("%nMACs a sentence: %,d of %,d%n", cost.macs().pruned(), cost.dynamic().tokens().wholeMacs());
  }

  /** The words that stay, dots in the place of those that left. */
  private static String marked(List<String> sentence, TokensLeft left) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentence.size(); i++) {
      String word = sentence.get(i);
      text.append(i == 0 ? "" : " ").append(left.places().contains(i) ? word : word.codePoints().mapToObj(_ -> ".")
          .collect(Collectors.joining()));
    }
    return text.toString();
  }
}
