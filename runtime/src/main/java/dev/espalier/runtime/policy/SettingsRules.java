package dev.espalier.runtime.policy;

import dev.espalier.dsl.LearningRateKind;
import dev.espalier.dsl.Loss;
import dev.espalier.dsl.OptimizerKind;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import dev.espalier.runtime.policy.TrainSettings.LearningRateSettings;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules of the training settings: ranges, and that nothing stands there that the kind would ignore. */
public final class SettingsRules {
  private static final OptimizerSettings PLAIN = OptimizerSettings.sgd(0.01, 0);
  private static final LearningRateSettings CONSTANT = LearningRateSettings.constant();

  private final TrainSettings settings;
  private final List<Breach> breaches = new ArrayList<>();

  private SettingsRules(TrainSettings settings) {
    this.settings = settings;
  }

  /** What the settings break by themselves. */
  public static List<Breach> check(TrainSettings settings) {
    SettingsRules rules = new SettingsRules(settings);
    rules.range("batch", settings.batch(), settings.batch() >= 1, "at least 1");
    rules.range("epochs", settings.epochs(), settings.epochs() >= 1, "at least 1");
    rules.range("evaluateEvery", settings.evaluateEvery(), settings.evaluateEvery() >= 0,
        "at least 1, or 0 for none within an epoch");
    rules.range("augment.crop", settings.augment().crop(), settings.augment().crop() >= 0, "at least 0");
    rules.optimizer(settings.optimizer());
    rules.learningRate(settings.learningRate());
    return rules.breaches;
  }

  /** What the loss asks of the network's output. */
  public static List<Breach> output(TrainSettings settings, String output, int features) {
    return settings.loss() == Loss.CROSS_ENTROPY && features < 2
        ? List.of(new Breach("", "loss", Diagnostic.ONE_CLASS.with(output, features)))
        : List.of();
  }

  /**
   * What the changes of training images ask of the network's inputs.
   *
   * @param shapes of the inputs, by name
   */
  public static List<Breach> images(TrainSettings settings, Map<String, List<Integer>> shapes) {
    AugmentSettings augment = settings.augment();
    if (augment.equals(AugmentSettings.NONE)) {
      return List.of();
    }
    String all = shapes.entrySet().stream().map(i -> i.getKey() + " " + i.getValue()).collect(Collectors.joining(", "));
    if (shapes.values().stream().noneMatch(shape -> shape.size() == 3)) {
      return List.of(new Breach("", "augment", Diagnostic.AUGMENT_WITHOUT_IMAGE.with(all)));
    }
    int most = shapes.values().stream().filter(shape -> shape.size() == 3)
        .mapToInt(shape -> Math.min(shape.get(1), shape.get(2)) - 1).min().orElseThrow();
    return augment.crop() <= most ? List.of() : List.of(new Breach("", "augment.crop",
        Diagnostic.AUGMENT_CROP.with(Figures.of(augment.crop()), all, Figures.of(most))));
  }

  private void optimizer(OptimizerSettings o) {
    positive("optimizer.learningRate", o.learningRate());
    boolean sgd = o.kind() == OptimizerKind.SGD;
    if (sgd) {
      unused("beta1", Figures.of(o.beta1()), o.beta1() != PLAIN.beta1(), "ADAM or ADAMW");
      unused("beta2", Figures.of(o.beta2()), o.beta2() != PLAIN.beta2(), "ADAM or ADAMW");
      unused("epsilon", Figures.of(o.epsilon()), o.epsilon() != PLAIN.epsilon(), "ADAM or ADAMW");
      share("optimizer.momentum", o.momentum());
      if (o.nesterov() && o.momentum() == 0) {
        add("optimizer.nesterov", Diagnostic.NESTEROV_NEEDS_MOMENTUM.with(Figures.of(o.momentum())));
      }
    } else {
      unused("momentum", Figures.of(o.momentum()), o.momentum() != PLAIN.momentum(), "SGD");
      unused("nesterov", "true", o.nesterov(), "SGD");
      share("optimizer.beta1", o.beta1());
      share("optimizer.beta2", o.beta2());
      positive("optimizer.epsilon", o.epsilon());
    }
    range("optimizer.weightDecay", o.weightDecay(), o.weightDecay() >= 0 && Double.isFinite(o.weightDecay()),
        "finite and at least 0");
  }

  private void learningRate(LearningRateSettings l) {
    range("learningRate.warmup", l.warmup(), l.warmup() >= 0 && l.warmup() < Math.max(1, settings.epochs()),
        "at least 0 and below the " + settings.epochs() + " epochs");
    if (l.kind() == LearningRateKind.STEP) {
      positive("learningRate.every", l.every());
      range("learningRate.factor", l.factor(), l.factor() > 0 && l.factor() < 1, "in (0, 1)");
    } else {
      unusedCurve("every", l.every(), l.every() != CONSTANT.every(), "STEP");
      unusedCurve("factor", l.factor(), l.factor() != CONSTANT.factor(), "STEP");
    }
    if (l.kind() == LearningRateKind.COSINE) {
      share("learningRate.floor", l.floor());
    } else {
      unusedCurve("floor", l.floor(), l.floor() != CONSTANT.floor(), "COSINE");
    }
  }

  private void unused(String element, String value, boolean given, String usedBy) {
    if (given) {
      add("optimizer." + element, Diagnostic.OPTIMIZER_OPTION_IGNORED.with(
          element, value, settings.optimizer().kind(), usedBy));
    }
  }

  private void unusedCurve(String element, double value, boolean given, String usedBy) {
    if (given) {
      add("learningRate." + element, Diagnostic.LEARNING_RATE_OPTION_IGNORED.with(
          element, Figures.of(value), settings.learningRate().kind(), usedBy));
    }
  }

  private void share(String element, double value) {
    range(element, value, value >= 0 && value < 1, "in [0, 1)");
  }

  private void positive(String element, double value) {
    range(element, value, value > 0 && Double.isFinite(value), "finite and above 0");
  }

  private void range(String element, double value, boolean holds, String what) {
    if (!holds) {
      add(element, Diagnostic.TRAIN_RANGE.with(element, Figures.of(value), what));
    }
  }

  private void add(String element, Problem problem) {
    breaches.add(new Breach("", element, problem));
  }
}
