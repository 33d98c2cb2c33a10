package dev.espalier.runtime.train;

import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.policy.SchedulePlan;
import dev.espalier.runtime.policy.TrainSettings.OptimizerSettings;
import java.util.Arrays;

/**
 * The penalty of the REGULARISED schedule on the weights of a layer, as a proximal step: the optimizer's step on the
 * loss alone, then the exact minimiser of the penalty near where it led (forward-backward splitting: Duchi, Singer:
 * "Efficient online and batch learning using forward backward splitting", 2009, sections 5.1 and 5.3; Parikh, Boyd:
 * "Proximal algorithms", 2014, sections 4.2, 6.5). Unlike a subgradient step it makes weights exactly 0.
 *
 * <ul>
 *   <li>L1: {@code w = sign(w) max(|w| - step, 0)};
 *   <li>GROUP_LASSO: {@code w = w max(1 - step sqrt(size) / norm of the group, 0)} for all weights of a group (Yuan,
 *       Lin: "Model selection and estimation in regression with grouped variables", 2006).
 * </ul>
 *
 * <p>With SGD, {@code step = rate lambda / (1 - momentum)}, since momentum lengthens the gradient's step so: it comes
 * to rest where {@code loss + lambda penalty} has its minimum. With ADAM and ADAMW, {@code step = rate lambda},
 * decoupled from the gradient's scaling as AdamW's weight decay is: lambda then says how far a weight is drawn in a
 * step.
 *
 * <p>Where the criterion is BN_SCALE, it is the scales that are penalised, by L1 (network slimming, Liu 2017).
 *
 * <p>Biases are not penalised, and the loss that is reported leaves the penalty out. Allocates nothing in a step.
 */
final class Shrinkage {

  /** What is penalised. */
  private final Parameter weight;
  private final SchedulePlan plan;
  private final double strength;
  private final int[] groups;
  private final float[] roots;
  private final double[] squares;

  Shrinkage(LayerParameters layer, OptimizerSettings optimizer) {
    boolean ofScales = layer.info().policy().looksAtScales();
    this.weight = ofScales ? layer.normalizedBy().scale() : layer.weight();
    this.plan = layer.info().policy().schedule();
    this.strength = switch (optimizer.kind()) {
      case SGD -> plan.lambda() / (1 - optimizer.momentum());
      case ADAM, ADAMW -> plan.lambda();
    };
    boolean grouped = switch (plan.penalty()) {
      case L1, L0 -> false;
      case GROUP_LASSO -> true;
    };
    Grouping grouping = layer.weight().mask().grouping();
    this.groups = new int[grouped ? weight.size() : 0];
    this.roots = new float[grouped ? grouping.groups() : 0];
    this.squares = new double[roots.length];
    Arrays.setAll(groups, grouping::group);
    for (int g = 0; g < roots.length; g++) {
      roots[g] = (float) Math.sqrt(grouping.size(g));
    }
  }

  /** Shrinks the weights after the optimizer's step at this learning rate; pruned ones stay +0. */
  void apply(double learningRate) {
    float step = (float) (learningRate * strength);
    switch (plan.penalty()) {
      case L1 -> soften(weight.values(), step);
      case GROUP_LASSO -> shrinkGroups(weight.values(), step);
      case L0 -> throw new IllegalStateException("L0 is a penalty of gates, and part of their gradient.");
    }
  }

  private static void soften(float[] w, float step) {
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.max(w[i] - step, 0f) + Math.min(w[i] + step, 0f);
    }
  }

  private void shrinkGroups(float[] w, float step) {
    Arrays.fill(squares, 0);
    for (int i = 0; i < w.length; i++) {
      squares[groups[i]] += (double) w[i] * w[i];
    }
    for (int i = 0; i < w.length; i++) {
      double norm = Math.sqrt(squares[groups[i]]);
      double shrunk = step * roots[groups[i]];
      w[i] = norm > shrunk ? (float) (w[i] * (1 - shrunk / norm)) : 0f;
    }
  }
}
