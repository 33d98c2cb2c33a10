package dev.espalier.runtime.train;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.BatchOrder;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.memory.Slab;

/**
 * Evaluates a network on a data set with its training program, nothing dropped, in the records' order. Allocates only
 * its result.
 */
public final class Evaluator {

  private final TrainingTask task;
  private final Slab slab;
  private final LossFunction loss;
  private final BatchLoader loader;
  private final BatchOrder order;
  private final Dropouts dropouts;

  /**
   * An evaluator.
   *
   * @param loss what is reported as loss
   * @param batch records at once, at most the slab's lanes
   * @param slab of the blueprint's training lines; what stands in it is overwritten
   * @throws dev.espalier.runtime.data.DataException when the network and the data set do not fit each other
   */
  public Evaluator(TrainingTask task, Loss loss, Dataset data, int batch, Slab slab) {
    this.task = task;
    this.slab = slab;
    this.loss = LossFunction.of(loss, task.blueprint().output().output().features(), slab.lanes());
    this.loader = new BatchLoader(task.blueprint(), loss, data, slab);
    this.order = BatchOrder.sequential(data.size(), batch);
    this.dropouts = new Dropouts(task.dropouts(), slab, task.seed());
  }

  /** Looks at the values of a batch, when the forward pass is through. */
  @FunctionalInterface
  public interface Observer {

    /**
     * Looks; changes nothing.
     *
     * @param values the training slab
     * @param count samples of the batch, in lanes 0 to count - 1
     */
    void observe(Slab values, int count);
  }

  /** Runs all records through the network as it is now. */
  public Evaluation evaluate() {
    return evaluate((values, count) -> {});
  }

  /** The same, and shows every batch to an observer. */
  public Evaluation evaluate(Observer observer) {
    int output = slab.address(task.blueprint().outputLineTraining());
    BatchAnswers answers = loader.answers();
    double lossSum = 0;
    long correct = 0;
    int records = order.records().length;
    for (int batch = 0; batch < order.batches(); batch++) {
      loader.load(order.records(), order.from(batch), order.count(batch));
      dropouts.keepAll();
      task.program().forward(slab.values(), slab.base(), slab.lanes());
      observer.observe(slab, answers.count());
      lossSum += loss.compute(slab.values(), output, LossFunction.NO_GRADIENT, answers) * answers.count();
      correct += loss.correct();
    }
    double accuracy = answers.labelled() ? (double) correct / records : Double.NaN;
    return new Evaluation(lossSum / records, accuracy, records);
  }
}
