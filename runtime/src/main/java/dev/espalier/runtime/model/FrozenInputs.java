package dev.espalier.runtime.model;

import java.util.stream.Collectors;

/** What a caller hands to a frozen network, held against what the network takes. */
final class FrozenInputs {

  private FrozenInputs() {}

  /** How many samples an array holds. */
  static int samples(Blueprint blueprint, int input, int length) {
    int features = features(blueprint, input);
    if (length == 0 || length % features != 0) {
      throw new IllegalArgumentException("Input " + blueprint.inputs().get(input).name() + " has " + features
          + " values a sample (" + text(blueprint.inputs().get(input)) + "), but " + length
          + " were given.\n  Fix: give a whole number of samples, each row by row.");
    }
    return length / features;
  }

  static void requireSamples(Blueprint blueprint, int input, int length, int count) {
    int features = features(blueprint, input);
    if (length != (long) count * features) {
      throw new IllegalArgumentException("Input " + blueprint.inputs().get(input).name() + " takes " + features
          + " values (" + text(blueprint.inputs().get(input)) + ") for each of " + count + " samples, "
          + (long) count * features + " in all, but " + length + " were given.");
    }
  }

  static IllegalArgumentException count(Blueprint blueprint, int found) {
    return new IllegalArgumentException(blueprint.name() + " takes " + blueprint.inputs().size() + " inputs ("
        + blueprint.inputs().stream().map(i -> i.name() + " " + text(i)).collect(Collectors.joining(", "))
        + "), but " + found + (found == 1 ? " was" : " were")
        + " given.\n  Fix: give one array for each, in this order.");
  }

  private static int features(Blueprint blueprint, int input) {
    return blueprint.inputs().get(input).inference().features();
  }

  private static String text(InputInfo input) {
    return input.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
  }
}
