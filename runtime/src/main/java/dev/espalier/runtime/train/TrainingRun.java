package dev.espalier.runtime.train;

import dev.espalier.runtime.data.BatchOrder;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.TrainSettings;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.structure.TiedGroups;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * One training of a network: everything about the loop that does not depend on the network. The generated {@code fit}
 * is
 *
 * <pre>{@code
 * try (TrainingRun run = startTraining(train, test, listener)) {
 *   while (run.nextBatch()) {
 *     run.propagate();     // forward, loss, backward: panel by panel
 *     run.gradients();     // of weights and biases
 *     run.update();
 *     run.completeStep();
 *   }
 *   return run.history();
 * }
 * }</pre>
 *
 * <p>After a step, in this order: penalties shrink weights; the listener hears of it; at an epoch's end, and where the
 * settings ask for it, the test set is evaluated; the layers whose schedules say so are pruned or regrown, evaluated again
 * if they were before, and rewound if training starts anew; a checkpoint is written if it is due. A step in which none
 * but the first of these happens allocates nothing.
 *
 * <p>Steered by one thread; large steps are shared by the {@linkplain Workers#shared() workers} of the process. For a
 * given number of threads a run gives the same bits every time. The network must not be used elsewhere during the run.
 */
public final class TrainingRun implements AutoCloseable {

  private final TrainingTask task;
  private final List<Parameter> parameters;
  private final Dataset train;
  private final Dataset test;
  private final CheckpointSettings checkpoint;
  private final TrainingStep step;
  private final PruningPlan plan;
  private final RunReporter reporter;
  private final BatchOrder order;
  private final Evaluator evaluator;
  private final RunPruning pruning;
  private final TokenThresholds thresholds;
  private final RunState state = new RunState();
  private LearningRateCurve curve;
  private double learningRate;
  private Path lastCheckpoint;
  private long lastCheckpointStep = -1;
  private final boolean fresh;
  private boolean started;
  private boolean ended;

  /**
   * Prepares a run; the first {@link #nextBatch} starts it.
   *
   * @param test what the network is evaluated on after each epoch
   * @param checkpoint null where the run does not save itself
   * @param resumed the checkpoint to go on from, whose parameters the network holds already; null for a new run
   * @throws dev.espalier.runtime.data.DataException when the data do not fit the network or the batch
   * @throws dev.espalier.runtime.file.EspalierFileException when the checkpoint was written with other data
   */
  public TrainingRun(TrainingTask task, Dataset train, Dataset test, Listener listener, CheckpointSettings checkpoint,
      Checkpoint resumed) {
    this(task, train, test, listener, checkpoint, resumed, Workers.shared());
  }

  /** The same, its large steps shared by other workers than those of the process. */
  public TrainingRun(TrainingTask task, Dataset train, Dataset test, Listener listener, CheckpointSettings checkpoint,
      Checkpoint resumed, Workers workers) {
    Blueprint blueprint = task.blueprint();
    TrainSettings settings = blueprint.train();
    this.task = task;
    this.parameters = task.parameters();
    this.train = Objects.requireNonNull(train, "train");
    this.test = Objects.requireNonNull(test, "test");
    this.checkpoint = checkpoint;
    train.requireBatch(settings.batch());
    this.step = new TrainingStep(task, train, workers);
    this.evaluator = step.evaluator(test);
    this.order = BatchOrder.shuffled(task.seed(), train.size(), settings.batch(), step.lengths());
    this.plan = new PruningPlan(blueprint.layers(), settings, order.batches());
    this.thresholds = new TokenThresholds(task.layers(), plan.length());
    this.reporter = new RunReporter(task, plan.length(), Objects.requireNonNull(listener, "listener"));
    Pruner pruner = new Pruner(
        task.layers(), task.seed(), new TaskSamples(task, train), TiedGroups.of(task.blueprint()));
    this.pruning = new RunPruning(task, plan, pruner, state, evaluator, reporter, step.rule().slots());
    pruning.resetState(resumed == null ? 0 : resumed.completedSteps());
    this.fresh = resumed == null;
    if (resumed != null) {
      resumed.restoreRun(parameters, train, test, state);
      lastCheckpoint = resumed.path();
      lastCheckpointStep = state.completed;
    }
    this.curve = plan.curve(state.restart);
  }

  /** Steps completed, those before a resumption included. */
  public long step() {
    return state.completed;
  }

  /** {@link #step} for whoever outlives the run, without its slab. */
  public LongSupplier stepCounter() {
    RunState counted = state;
    return () -> counted.completed;
  }

  /** Steps of the whole run. */
  public long steps() {
    return plan.length().steps();
  }

  /** Epochs completed. */
  public int epoch() {
    return (int) (state.completed / plan.length().stepsPerEpoch());
  }

  /** The learning rate of the step that {@link #nextBatch} began. */
  public double learningRate() {
    return learningRate;
  }

  /**
   * Whether the step that {@link #nextBatch} began must leave the gradients of pruned weights, too: gradient regrowth
   * reads them after it. In all other steps gradients of kept weights are enough.
   */
  public boolean needsDenseGradients() {
    return plan.needsDenseGradients(state.completed);
  }

  /** What has happened so far. */
  public History history() {
    return state.history();
  }

  /**
   * Begins a step: loads inputs, answers and dropout factors.
   *
   * @return false when the run is complete
   * @throws TrainingInterruptedException when the thread was interrupted; the step has not begun
   */
  public boolean nextBatch() {
    if (!started) {
      start();
    }
    if (state.completed == steps()) {
      end(false);
      return false;
    }
    if (Thread.interrupted()) {
      interrupt();
    }
    int stepsPerEpoch = plan.length().stepsPerEpoch();
    int batch = (int) (state.completed % stepsPerEpoch);
    if (batch == 0) {
      order.epoch(state.completed / stepsPerEpoch);
    }
    thresholds.settle(state.completed);
    learningRate = curve.at(state.completed - state.restart);
    step.begin(order, batch, state.completed, state.completed - state.restart + 1, learningRate);
    return true;
  }

  /**
   * Every value of the batch, its mean loss, and from that the gradient of every value.
   *
   * @throws NonFiniteLossException before anything is updated by it
   */
  public void propagate() {
    float loss = step.propagate();
    if (!Float.isFinite(loss)) {
      throw diverged(state.completed, step.divergence(loss));
    }
  }

  /** The mean loss of the batch, once it was {@linkplain #propagate propagated}. */
  public float loss() {
    return step.loss();
  }

  /** The gradients of weights and biases; of kept weights alone where few are left and no schedule asks for more. */
  public void gradients() {
    step.gradients(needsDenseGradients());
  }

  /** Applies the gradients to kept weights and to biases. */
  public void update() {
    step.update();
  }

  /**
   * Completes a step, with what its place in the run brings: see the class.
   *
   * @throws NonFiniteLossException when a weight is not finite and a checkpoint is due
   */
  public void completeStep() {
    float loss = step.loss();
    int count = step.count();
    state.lossSum += (double) loss * count;
    state.correctSum += step.correct();
    state.sampleSum += count;
    pruning.shrink(state.completed, learningRate);
    state.completed++;
    pruning.takeRewindValues();
    reporter.step(loss, step.correct(), count, learningRate);
    int evaluateEvery = task.blueprint().train().evaluateEvery();
    Evaluation evaluation = null;
    if (state.completed % plan.length().stepsPerEpoch() == 0) {
      evaluation = endEpoch();
    } else if (evaluateEvery > 0 && state.completed % evaluateEvery == 0) {
      evaluation = evaluator.evaluate();
      state.evaluations.add(new EvaluationRecord(state.completed, evaluation.loss(), evaluation.accuracy()));
    }
    if (plan.prunesAfter(state.completed)) {
      prune(evaluation);
    }
    if (checkpoint != null && state.completed % checkpoint.everySteps() == 0) {
      writeCheckpoint();
    }
  }

  /** Ends the run where it stands; the listener hears that it did not complete, if so. Parameters stay as they are. */
  @Override
  public void close() {
    end(true);
  }

  private void start() {
    started = true;
    reporter.started(train, state);
    if (fresh) {
      pruning.takeRewindValues();
      if (plan.prunesAfter(0)) {
        prune(null);
      }
    }
    order.epoch(state.completed / plan.length().stepsPerEpoch());
  }

  private void end(boolean early) {
    if (!started || ended) {
      return;
    }
    ended = true;
    step.close();
    boolean complete = state.completed == steps();
    if (complete && !early && checkpoint != null && lastCheckpointStep != state.completed) {
      writeCheckpoint();
    }
    reporter.completed(state, !complete);
  }

  private void interrupt() {
    if (checkpoint != null && lastCheckpointStep != state.completed) {
      writeCheckpoint();
    }
    throw new TrainingInterruptedException(state.completed, checkpoint == null ? null : lastCheckpoint);
  }

  private Evaluation endEpoch() {
    Evaluation evaluation = evaluator.evaluate();
    double accuracy = step.labelled() ? (double) state.correctSum / state.sampleSum : Double.NaN;
    EpochRecord epoch = new EpochRecord(epoch(), state.completed, state.lossSum / state.sampleSum, accuracy,
        evaluation.loss(), evaluation.accuracy(), TrainingTask.sparsity(task.layers()), learningRate);
    state.epochs.add(epoch);
    reporter.epoch(epoch);
    state.startEpoch();
    reporter.startEpoch(state);
    return evaluation;
  }

  private void prune(Evaluation before) {
    pruning.prune(before);
    curve = plan.curve(state.restart);
  }

  private void writeCheckpoint() {
    String divergence = Divergence.nonFinite(parameters);
    if (divergence != null) {
      throw diverged(state.completed - 1, divergence);
    }
    Checkpoint.write(checkpoint.path(), task, train, test, state);
    lastCheckpoint = checkpoint.path();
    lastCheckpointStep = state.completed;
    reporter.checkpoint(lastCheckpoint);
  }

  private NonFiniteLossException diverged(long step, String finding) {
    return new NonFiniteLossException(
        step, (int) (step / plan.length().stepsPerEpoch()) + 1, finding, lastCheckpoint);
  }
}
