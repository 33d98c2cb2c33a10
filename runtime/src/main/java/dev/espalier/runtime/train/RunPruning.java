package dev.espalier.runtime.train;

import dev.espalier.dsl.Rewind;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.prune.Regrowth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the plan of a run does to its parameters: penalties, prunings, regrowth, rewinding. */
final class RunPruning {

  private final TrainingTask task;
  private final PruningPlan plan;
  private final RunState state;
  private final Evaluator evaluator;
  private final RunReporter reporter;
  private final int slots;
  private final Pruner pruner;
  private final Regrowth regrowth;
  private final List<Parameter> parameters;
  private final Shrinkage[] shrinkages;

  /**
   * For one run.
   *
   * @param pruner of the task's layers
   * @param slots state arrays that the update rule keeps
   */
  RunPruning(TrainingTask task, PruningPlan plan, Pruner pruner, RunState state, Evaluator evaluator,
      RunReporter reporter, int slots) {
    this.task = task;
    this.plan = plan;
    this.pruner = pruner;
    this.state = state;
    this.evaluator = evaluator;
    this.reporter = reporter;
    this.slots = slots;
    this.regrowth = new Regrowth(task.layers(), task.seed());
    this.parameters = task.parameters();
    this.shrinkages = new Shrinkage[task.layers().size()];
    for (int i = 0; i < shrinkages.length; i++) {
      if (plan.penalises(i, 0) && !task.layers().get(i).info().policy().trainsGates()) {
        shrinkages[i] = new Shrinkage(task.layers().get(i), task.blueprint().train().optimizer());
      }
    }
  }

  /** The penalties' part of the step after {@code completed} ones. Does not allocate. */
  void shrink(long completed, double learningRate) {
    for (int i = 0; i < shrinkages.length; i++) {
      if (shrinkages[i] != null && plan.penalises(i, completed)) {
        shrinkages[i].apply(learningRate);
      }
    }
  }

  /** Notes the values to rewind to, where this is their step. */
  void takeRewindValues() {
    if (state.completed == plan.rewindStep()) {
      state.rewindValues = parameters.stream().map(parameter -> parameter.values().clone()).toArray(float[][]::new);
    }
  }

  /**
   * Changes the masks that are due, and rewinds where training starts anew.
   *
   * @param before what the test set said of the network as it is; null where it was not asked
   */
  void prune(Evaluation before) {
    boolean evaluated = before != null || task.blueprint().train().evaluatePrunings();
    reporter.beforePruning();
    double accuracyBefore = before != null ? before.accuracy() : evaluated ? accuracy() : Double.NaN;
    List<PruningEvent> changes = change();
    double accuracyAfter = evaluated ? accuracy() : Double.NaN;
    List<PruningEvent> events =
        changes.stream().map(event -> event.accuracies(accuracyBefore, accuracyAfter)).toList();
    state.prunings.addAll(events);
    if (plan.endsRoundAfter(state.completed)) {
      state.roundEnds.add(state.completed);
    }
    reporter.pruned(state.completed, events);
    if (plan.restartsAfter(state.completed)) {
      rewind();
    }
    if (!plan.prunesLater(state.completed)) {
      parameters.forEach(parameter -> parameter.dropState(slots));
    }
  }

  /** State of zeros for the optimizer, and for the sums of MOVEMENT as long as somebody will ask for them. */
  void resetState(long completed) {
    boolean prunes = plan.prunesLater(completed);
    for (LayerParameters layer : task.layers()) {
      if (layer.weight() != null) {
        layer.weight().resetState(slots + (prunes && MovementSums.wanted(layer) ? 1 : 0));
      }
      layer.all().stream().filter(parameter -> parameter != layer.weight())
          .forEach(parameter -> parameter.resetState(slots));
    }
  }

  private List<PruningEvent> change() {
    List<PruningEvent> events = new ArrayList<>();
    if (state.completed == 0) {
      events.addAll(regrowth.draw(state.completed));
    } else {
      events.addAll(regrowth.exchange(state.completed, plan.exchangedAfter(state.completed)));
    }
    events.addAll(pruner.prune(state.completed, plan.sparsitiesAfter(state.completed)));
    events.sort(Comparator.comparingInt(event -> task.blueprint().indexOf(event.layer())));
    return events;
  }

  /** Sends the weights that are left back, and starts training anew: the optimizer knows of nothing. */
  private void rewind() {
    if (plan.rewind() == Rewind.RANDOM) {
      GlorotUniform.initialise(task.layers(), task.seed(), state.completed);
    } else if (plan.rewind() != Rewind.NONE) {
      for (int i = 0; i < parameters.size(); i++) {
        float[] values = parameters.get(i).values();
        System.arraycopy(state.rewindValues[i], 0, values, 0, values.length);
        parameters.get(i).zeroPruned();
      }
    }
    resetState(state.completed);
    state.restart = state.completed;
  }

  private double accuracy() {
    return evaluator.evaluate().accuracy();
  }
}
