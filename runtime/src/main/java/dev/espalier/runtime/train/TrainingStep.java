package dev.espalier.runtime.train;

import dev.espalier.runtime.data.BatchOrder;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.ColumnTiles;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.DynamicInfo.LearnedThreshold;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.model.WeightStep;
import dev.espalier.runtime.model.WeightUse;
import dev.espalier.runtime.parallel.Task;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.TrainSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of training, phase by phase: panels of the batch forward and backward, gradients of parameters, updates. The
 * pieces of a phase are shared by the workers; each phase ends before the next begins.
 */
final class TrainingStep implements AutoCloseable {

  /** Below so many multiply-adds a step, waking other threads costs more than they bring. */
  private static final double SHARED_WORK = 3e6;

  /** Kept values that one piece of an update takes. */
  private static final int UPDATE_PIECE = 1 << 16;

  /** Kept values that one piece of a copy takes. */
  private static final int GATHER_PIECE = 1 << 14;

  private final TrainingTask task;
  private final LayerParameters[] layers;
  private final List<Parameter> parameters;
  private final Workers workers;
  private final Panels panels;
  private final PanelBatch batch;
  private final ParameterGradients gradients;
  private final UpdateRule rule;
  private final WeightStep[] weightSteps;

  /** Where the pieces end, among those of all weight steps, that the weights of each are copied in for its passes. */
  private final int[] copyEnds;

  private final KeptChoice choice = KeptChoice.ofProperty();
  private final BatchStatistics statistics;
  private final Task panel = (p, worker) -> propagate(p);
  private final Task forwardStage = (p, worker) -> forwardStage(p);
  private final Task backwardStage = (p, worker) -> backwardStage(p);
  private final Task update = (piece, worker) -> update(piece);
  private final Task copyWeights = (piece, worker) -> copyWeights(piece);
  private final List<Update> updates = new ArrayList<>();
  private final int[] keptCounts;
  private final int[] counts;
  private long step;
  private float loss;
  private int stage;

  /**
   * A piece of an update.
   *
   * @param learned where the parameter is a threshold of tokens, which has the scale of its temperature; else null
   */
  private record Update(Parameter parameter, boolean decays, LearnedThreshold learned, int from, int to) {}

  /**
   * Steps of a run.
   *
   * @param all who share a step that is large enough
   */
  TrainingStep(TrainingTask task, Dataset train, Workers all) {
    TrainSettings settings = task.blueprint().train();
    this.task = task;
    this.layers = task.layers().toArray(LayerParameters[]::new);
    this.parameters = task.parameters();
    double macs = task.blueprint().layers().stream().filter(LayerInfo::hasWeights)
        .mapToDouble(layer -> layer.weights().macs()).sum();
    this.workers = 3 * macs * settings.batch() < SHARED_WORK ? Workers.of(1) : all;
    this.panels = Panels.allocate(
        task.blueprint().trainingLines(), settings.batch(), workers.threads(), task.blueprint().widestPanel());
    this.batch = new PanelBatch(task, settings.loss(), train, panels);
    this.statistics = new BatchStatistics(task, panels);
    this.gradients = new ParameterGradients(task, panels, workers);
    this.weightSteps = task.program().weightSteps().toArray(WeightStep[]::new);
    this.copyEnds = new int[weightSteps.length];
    this.rule = UpdateRule.of(settings.optimizer());
    this.counts = new int[panels.count()];
    this.keptCounts = new int[parameters.size()];
  }

  /** An evaluator that works on the same panels. */
  Evaluator evaluator(Dataset test) {
    TrainSettings settings = task.blueprint().train();
    return new Evaluator(task, settings.loss(), test, settings.batch(), panels, workers);
  }

  /** The length of every record of the training set in tokens; null where there are none. */
  int[] lengths() {
    return batch.lengths();
  }

  UpdateRule rule() {
    return rule;
  }

  /**
   * Begins a step.
   *
   * @param index of the batch in its epoch
   * @param completed steps before this one
   * @param since steps since the optimizer knew of nothing, from 1
   */
  void begin(BatchOrder order, int index, long completed, long since, double learningRate) {
    step = completed;
    batch.next(order.records(), order.from(index), order.count(index));
    rule.begin(since, learningRate);
  }

  /** Forward, loss, backward. The mean loss; where it is not finite, the backward pass is left out. */
  float propagate() {
    for (int i = 0; i < layers.length; i++) {
      if (layers[i].gates() != null) {
        layers[i].gates().draw(task.seed(), i, step);
      }
    }
    boolean whole = false;
    try {
      loss = pass();
      whole = Float.isFinite(loss);
    } finally {
      for (WeightStep weightStep : weightSteps) {
        layers[weightStep.layer()].weight().tileColumns(false);
      }
      if (!whole) {
        TrainingTask.restoreGates(task.layers());
      }
    }
    return loss;
  }

  private float pass() {
    chooseKept();
    workers.run(planCopies(), copyWeights);
    if (statistics.count() == 0) {
      workers.run(panels.count(), panel);
      loss = (float) batch.loss();
    } else {
      propagateStages();
    }
    return loss;
  }

  /** The same where batch normalisations need the whole batch: panels meet after each stage of a pass. */
  private void propagateStages() {
    int last = statistics.count();
    for (stage = 0; stage <= last; stage++) {
      workers.run(panels.count(), forwardStage);
      if (stage < last) {
        statistics.combine(stage);
      }
    }
    loss = (float) batch.loss();
    if (!Float.isFinite(loss)) {
      return;
    }
    for (stage = 0; stage <= last; stage++) {
      workers.run(panels.count(), backwardStage);
      if (stage < last) {
        statistics.combineGradients(last - 1 - stage);
      }
    }
  }

  private void forwardStage(int p) {
    if (batch.count(p) == 0) {
      statistics.begin(p, 0);
      return;
    }
    Slab slab = panels.slab(p);
    if (stage == 0) {
      batch.load(p);
      batch.augment(p, step);
      batch.drop(p, step);
      statistics.begin(p, batch.count(p));
    }
    task.program().forward(stage, slab.values(), slab.base(), slab.lanes());
    if (stage < statistics.count()) {
      statistics.observe(stage, p);
    } else {
      batch.loss(p, true);
    }
  }

  private void backwardStage(int p) {
    if (batch.count(p) > 0) {
      Slab slab = panels.slab(p);
      task.program().backward(stage, slab.values(), slab.base(), slab.lanes());
      if (stage < statistics.count()) {
        statistics.observeGradients(statistics.count() - 1 - stage, p);
      }
    }
  }

  private void propagate(int p) {
    if (batch.count(p) == 0) {
      return;
    }
    Slab slab = panels.slab(p);
    batch.load(p);
    batch.augment(p, step);
    batch.drop(p, step);
    task.program().forward(slab.values(), slab.base(), slab.lanes());
    if (batch.loss(p, true)) {
      task.program().backward(slab.values(), slab.base(), slab.lanes());
    }
  }

  /** Layers of which few weights are left pass over those alone, others over tiles where they can. */
  private void chooseKept() {
    for (WeightStep weightStep : weightSteps) {
      LayerParameters layer = task.layers().get(weightStep.layer());
      Parameter weight = layer.weight();
      WeightGeometry geometry = layer.info().weights();
      int taps = geometry.kernelHeight() * geometry.kernelWidth();
      weight.passOverKept(
          weightStep.kept() && (weightStep.strips() || !geometry.isDense()) && choice.isFaster(weight, taps));
      weight.tileColumns(weightStep.tiles() && weight.keptWeights() == null);
    }
  }

  /** Number of pieces of the copies that passes read instead of the weights: kept ones, or tiles of columns. */
  private int planCopies() {
    int pieces = 0;
    for (int i = 0; i < weightSteps.length; i++) {
      Parameter weight = layers[weightSteps[i].layer()].weight();
      if (weight.keptWeights() != null) {
        pieces += Math.ceilDiv(weight.keptCount(), GATHER_PIECE);
      } else if (weight.columnTiles() != null) {
        pieces += ColumnTiles.pieces(weight.columns());
      }
      copyEnds[i] = pieces;
    }
    return pieces;
  }

  private void copyWeights(int piece) {
    int i = 0;
    while (piece >= copyEnds[i]) {
      i++;
    }
    int own = i == 0 ? piece : piece - copyEnds[i - 1];
    Parameter weight = layers[weightSteps[i].layer()].weight();
    if (weight.keptWeights() != null) {
      int from = own * GATHER_PIECE;
      weight.keptWeights().gather(weight.values(), from, Math.min(weight.keptCount(), from + GATHER_PIECE));
    } else {
      weight.copyTiles(own);
    }
  }

  void gradients(boolean all) {
    for (int p = 0; p < counts.length; p++) {
      counts[p] = batch.count(p);
    }
    gradients.take(counts, all);
    for (LayerParameters layer : layers) {
      if (layer.gates() != null) {
        layer.gates().learn(layer.info().policy().schedule().lambda());
      }
    }
  }

  void update() {
    planUpdates();
    workers.run(updates.size(), update);
  }

  private void planUpdates() {
    boolean planned = true;
    for (int i = 0; i < keptCounts.length; i++) {
      planned &= keptCounts[i] == parameters.get(i).keptCount();
      keptCounts[i] = parameters.get(i).keptCount();
    }
    if (planned) {
      return;
    }
    updates.clear();
    for (var layer : task.layers()) {
      for (Parameter parameter : layer.all()) {
        plan(parameter, parameter == layer.weight() && decays(layer.info().weights().use()),
            layer.info().learnedThreshold());
      }
    }
  }

  private static boolean decays(WeightUse use) {
    return switch (use) {
      case PRODUCT, TABLE -> true;
      case SCALE, THRESHOLD -> false;
    };
  }

  private void plan(Parameter parameter, boolean decays, LearnedThreshold learned) {
    int count = parameter.keptCount();
    for (int from = 0; from < count; from += UPDATE_PIECE) {
      updates.add(new Update(parameter, decays, learned, from, Math.min(count, from + UPDATE_PIECE)));
    }
  }

  private void update(int piece) {
    Update u = updates.get(piece);
    if (u.parameter().isHeld()) {
      return;
    }
    if (u.decays() && u.parameter().stateSlots() > rule.slots()) {
      MovementSums.add(u.parameter(), u.parameter().state(rule.slots()), u.from(), u.to());
    }
    LearnedThreshold learned = u.learned();
    float before = learned == null ? 0 : u.parameter().values()[0];
    rule.update(u.parameter(), u.decays(), u.from(), u.to());
    if (learned != null) {
      float[] threshold = u.parameter().values();
      threshold[0] = before + (float) learned.temperature() * (threshold[0] - before);
    }
  }

  float loss() {
    return loss;
  }

  int count() {
    return batch.count();
  }

  int correct() {
    return batch.correct();
  }

  boolean labelled() {
    return batch.labelled();
  }

  /** Where a step whose loss is not finite went wrong first. */
  String divergence(float nonFinite) {
    for (int p = 0; p < panels.count(); p++) {
      if (batch.count(p) > 0 && !Double.isFinite(batch.share(p))) {
        return Divergence.ofForward(nonFinite, task, panels.slab(p), batch.count(p));
      }
    }
    return Divergence.ofLoss(nonFinite, parameters);
  }

  /** From here on passes go over all weights again, whoever makes them. */
  @Override
  public void close() {
    parameters.forEach(parameter -> parameter.passOverKept(false));
  }
}
