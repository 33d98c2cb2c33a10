package dev.espalier.runtime.train;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.BatchOrder;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.parallel.Task;
import dev.espalier.runtime.parallel.Workers;

/**
 * Evaluates a network on a data set with its training program, nothing dropped, in the records' order; sentences in the
 * order of their lengths, for a panel takes as long as its longest one. Allocates only its result.
 */
public final class Evaluator {

  private static final Observer NOBODY = (values, count) -> {};

  private final TrainingTask task;
  private final Panels panels;
  private final Workers workers;
  private final Task forward;
  private final PanelBatch batch;
  private final BatchOrder order;

  /**
   * An evaluator.
   *
   * @param loss what is reported as loss
   * @param batch records at once, at most as many as the panels take
   * @param panels of the blueprint's training lines; what stands in them is overwritten
   * @param workers who share the panels
   * @throws dev.espalier.runtime.data.DataException when the network and the data set do not fit each other
   */
  public Evaluator(TrainingTask task, Loss loss, Dataset data, int batch, Panels panels, Workers workers) {
    this.task = task;
    this.panels = panels;
    this.workers = workers;
    this.batch = new PanelBatch(task, loss, data, panels);
    this.order = BatchOrder.sequential(data.size(), batch, this.batch.lengths());
    this.forward = (panel, worker) -> forward(panel);
  }

  /** Looks at the values of a batch, when the forward pass is through. */
  @FunctionalInterface
  public interface Observer {

    /**
     * Looks at one panel; changes nothing.
     *
     * @param values its training slab
     * @param count samples of the panel, in lanes 0 to count - 1
     */
    void observe(Slab values, int count);
  }

  /** Runs all records through the network as it is now. */
  public Evaluation evaluate() {
    return evaluate(NOBODY, false);
  }

  /** The same, and shows every batch to an observer, sequences whole. */
  public Evaluation evaluate(Observer observer) {
    return evaluate(observer, true);
  }

  private Evaluation evaluate(Observer observer, boolean wholeSequences) {
    TrainingTask.settleGates(task.layers());
    task.program().wholeSequences(wholeSequences);
    try {
      return run(observer);
    } finally {
      task.program().wholeSequences(false);
      TrainingTask.restoreGates(task.layers());
    }
  }

  private Evaluation run(Observer observer) {
    double lossSum = 0;
    long correct = 0;
    int records = order.records().length;
    task.parameters().forEach(Parameter::gatherKept);
    task.takeRunning();
    for (int i = 0; i < order.batches(); i++) {
      batch.next(order.records(), order.from(i), order.count(i));
      workers.run(panels.count(), forward);
      for (int p = 0; p < panels.count(); p++) {
        if (batch.count(p) > 0) {
          observer.observe(panels.slab(p), batch.count(p));
        }
      }
      lossSum += batch.loss() * batch.count();
      correct += batch.correct();
    }
    double accuracy = batch.labelled() ? (double) correct / records : Double.NaN;
    return new Evaluation(lossSum / records, accuracy, records);
  }

  private void forward(int panel) {
    if (batch.count(panel) > 0) {
      Slab slab = panels.slab(panel);
      batch.load(panel);
      batch.keepAll(panel);
      task.program().forward(slab.values(), slab.base(), slab.lanes());
      batch.loss(panel, false);
    }
  }
}
