package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.Settling;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.NetworkShape;
import dev.espalier.bench.task.ResidualShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.train.KeptChoice;
import dev.espalier.runtime.train.TrainingRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Steps of training as {@code fit} makes them, over all weights or over kept ones alone. */
final class TrainedForm implements Contender {
  private final String form;
  private final int threads;

  /**
   * A form of the step.
   *
   * @param form {@code dense} or {@code kept}, as the system property {@value KeptChoice#PROPERTY} has it
   */
  TrainedForm(String form, int threads) {
    this.form = form;
    this.threads = threads;
  }

  @Override
  public String name() {
    return form;
  }

  @Override
  public Settling settling() {
    return Settling.ofCompiledCode(Duration.ofSeconds(2));
  }

  @Override
  public boolean takes(Task task) {
    return (task instanceof Training || task instanceof ResidualTraining) && (form.equals("dense") || task.sparsity() > 0);
  }

  @Override
  public Prepared prepare(Task task) throws Exception {
    PrunableNetwork network = task instanceof ResidualTraining residual
        ? AnnotatedNetwork.trained(residual).create()
        : AnnotatedNetwork.trained((Training) task).create();
    Workers workers = Workers.of(threads);
    String before = System.getProperty(KeptChoice.PROPERTY, "auto");
    System.setProperty(KeptChoice.PROPERTY, form);
    try {
      Dataset data = task instanceof ResidualTraining residual ? data(residual) : data((Training) task);
      TrainingRun run = new TrainingRun(network.task(), data, data, Listener.none(), null, null, workers);
      return task instanceof Training training
          ? new Steps(training.network(), network, run, workers)
          : new ResidualSteps(run, workers);
    } finally {
      System.setProperty(KeptChoice.PROPERTY, before);
    }
  }

  private static Dataset data(Training task) {
    NetworkShape shape = task.network().shape();
    return Dataset.builder("batch")
        .input("x", new int[] {shape.inputs()}, task.network().x())
        .labels(task.labels(), shape.classes())
        .build();
  }

  private static Dataset data(ResidualTraining task) {
    int image = task.shapes().image();
    return Dataset.builder("batch")
        .input("x", new int[] {ResidualShape.CHANNELS, image, image}, task.x())
        .labels(task.labels(), ResidualShape.CLASSES)
        .build();
  }

  /** The same of a residual network. */
  private static final class ResidualSteps implements Prepared {
    private final TrainingRun steps;
    private final Workers workers;
    private float firstLoss = Float.NaN;

    ResidualSteps(TrainingRun steps, Workers workers) {
      this.steps = steps;
      this.workers = workers;
    }

    @Override
    public void run() {
      steps.nextBatch();
      steps.propagate();
      if (Float.isNaN(firstLoss)) {
        firstLoss = steps.loss();
      }
      steps.gradients();
      steps.update();
    }

    @Override
    public List<float[]> result() {
      steps.nextBatch();
      steps.propagate();
      return List.of(new float[] {firstLoss}, new float[] {steps.loss()});
    }

    @Override
    public void close() {
      steps.close();
      workers.close();
    }
  }

  /** One batch again and again, as every contender has it; steps are not completed, which would evaluate the network. */
  private record Steps(Network task, PrunableNetwork network, TrainingRun steps, Workers workers) implements Prepared {

    @Override
    public void run() {
      steps.nextBatch();
      steps.propagate();
      steps.gradients();
      steps.update();
    }

    @Override
    public List<float[]> result() {
      List<float[]> result = new ArrayList<>();
      result.add(new float[] {steps.loss()});
      List<LayerParameters> layers = network.layers();
      for (int i = 0; i < layers.size(); i++) {
        result.add(task.weights().get(i).gather(layers.get(i).weight().values()));
        result.add(layers.get(i).bias().values().clone());
      }
      return result;
    }

    @Override
    public void close() {
      steps.close();
      workers.close();
    }
  }
}
