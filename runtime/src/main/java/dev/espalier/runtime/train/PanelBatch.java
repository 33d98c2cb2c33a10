package dev.espalier.runtime.train;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.policy.TrainSettings.AugmentSettings;
import java.util.stream.IntStream;

/**
 * A batch of a data set in panels: each panel loads its samples and takes its share of the loss on its own, in any order
 * and by any thread.
 */
final class PanelBatch {

  private final Blueprint blueprint;
  private final Panels panels;
  private final BatchLoader[] loaders;
  private final LossFunction[] losses;
  private final Dropouts[] dropouts;
  private final Augmentation[] augmentations;
  private final Penalties[] penalties;
  private final double[] shares;
  private int[] records;
  private int from;
  private int count;

  /**
   * For a network and a data set that fit each other.
   *
   * @throws dev.espalier.runtime.data.DataException when they do not
   */
  PanelBatch(TrainingTask task, Loss loss, Dataset data, Panels panels) {
    this.blueprint = task.blueprint();
    this.panels = panels;
    int outputs = blueprint.output().output().features();
    Slab[] slabs = IntStream.range(0, panels.count()).mapToObj(panels::slab).toArray(Slab[]::new);
    this.loaders = new BatchLoader[slabs.length];
    this.losses = new LossFunction[slabs.length];
    this.dropouts = new Dropouts[slabs.length];
    this.augmentations = new Augmentation[slabs.length];
    AugmentSettings augment = blueprint.train() == null ? AugmentSettings.NONE : blueprint.train().augment();
    this.penalties = new Penalties[slabs.length];
    this.shares = new double[slabs.length];
    for (int p = 0; p < slabs.length; p++) {
      loaders[p] = new BatchLoader(blueprint, loss, data, slabs[p]);
      losses[p] = LossFunction.of(loss, outputs, slabs[p].lanes());
      augmentations[p] = new Augmentation(augment, blueprint.inputs(), slabs[p], task.seed());
      dropouts[p] = new Dropouts(task.dropouts(), slabs[p], task.seed());
      penalties[p] = new Penalties(task, slabs[p]);
    }
  }

  /** The next batch: {@code records[from .. from + count - 1]}. */
  void next(int[] newRecords, int newFrom, int newCount) {
    records = newRecords;
    from = newFrom;
    count = newCount;
  }

  /** Samples of the batch. */
  int count() {
    return count;
  }

  /** Samples of a panel; it need not be looked at where there are none. */
  int count(int panel) {
    return panels.samples(panel, count);
  }

  /** Whether the data have class labels. */
  boolean labelled() {
    return loaders[0].answers().labelled();
  }

  /** The length of every record of the data set in tokens; null where there are none. */
  int[] lengths() {
    return loaders[0].lengths();
  }

  /** Loads a panel's inputs and answers. */
  void load(int panel) {
    loaders[panel].load(records, from + panels.first(panel), count(panel), count);
  }

  /** Changes a panel's images for a step of training. */
  void augment(int panel, long step) {
    augmentations[panel].apply(step, panels.first(panel), count(panel));
  }

  /** Draws a panel's dropout factors for a step, and sets the slopes of its penalties. */
  void drop(int panel, long step) {
    dropouts[panel].draw(step, panels.first(panel));
    penalties[panel].fill(count(panel), count);
  }

  /** Drops nothing, and weighs no tokens. */
  void keepAll(int panel) {
    dropouts[panel].keepAll();
    penalties[panel].clear();
  }

  /**
   * Takes a panel's share of the mean loss, and writes the gradient of its output.
   *
   * @param gradient whether the gradient is wanted
   * @return whether the share is finite
   */
  boolean loss(int panel, boolean gradient) {
    Slab slab = panels.slab(panel);
    int to = gradient ? slab.address(blueprint.outputGradientLine()) : LossFunction.NO_GRADIENT;
    shares[panel] = losses[panel].compute(
        slab.values(), slab.address(blueprint.outputLineTraining()), to, loaders[panel].answers());
    return Double.isFinite(shares[panel]);
  }

  /** A panel's share of the mean loss. */
  double share(int panel) {
    return shares[panel];
  }

  /** The mean loss of the batch, once every panel has its share. */
  double loss() {
    double sum = 0;
    for (int p = 0; p < shares.length; p++) {
      if (count(p) > 0) {
        sum += shares[p];
      }
    }
    return sum;
  }

  /** Samples of the batch whose largest output is the label's; below 0 where the answers are not labels. */
  int correct() {
    int correct = 0;
    for (int p = 0; p < losses.length; p++) {
      if (count(p) > 0) {
        correct += losses[p].correct();
      }
    }
    return correct;
  }
}
