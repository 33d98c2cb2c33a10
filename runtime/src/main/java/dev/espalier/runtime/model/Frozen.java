package dev.espalier.runtime.model;

import dev.espalier.runtime.cost.CostMeasurement;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.ExecutionForm;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.train.Evaluation;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network whose weights change no more: encoded for the disk, packed for execution.
 *
 * <p>Immutable and safe for any number of threads: {@link #classify} and {@link #scores} take scratch memory from a
 * small pool, which grows to at most one piece a processor. Whoever scores many samples, or must not allocate, asks for
 * a {@link #session} of its own.
 *
 * <p>Its results are those of the network it came from, but for the rounding of sums that are taken in another order.
 */
public final class Frozen {
  private final Blueprint blueprint;
  private final FrozenProgram program;
  private final List<FrozenLayer> layers;
  private final BlockingQueue<FrozenSession> idle;
  private final long bytesOnDisk;
  private final boolean formsStand;
  private final Map<Integer, FrozenLayer[]> byLanes = new ConcurrentHashMap<>();

  private Frozen(Blueprint blueprint, FrozenProgram program, List<FrozenLayer> layers, boolean formsStand) {
    this.formsStand = formsStand;
    this.blueprint = blueprint;
    this.program = program;
    this.layers = layers;
    this.idle = new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
    this.bytesOnDisk = FrozenFile.write(blueprint, layers).sizeInBytes();
  }

  /**
   * Encodes the weights as they are now; the network may go on training without changing this.
   *
   * @param parameters one for each layer of the blueprint, in its order
   */
  public static Frozen of(Blueprint blueprint, FrozenProgram program, List<LayerParameters> parameters) {
    Blueprint frozen = blueprint.frozen();
    return chosen(frozen, program, FrozenCompaction.layers(
        frozen, FrozenCompaction.compacted(frozen, parameters), FrozenCompaction.normalizations(frozen, parameters)));
  }

  private static Frozen chosen(Blueprint blueprint, FrozenProgram program, List<FrozenLayer> layers) {
    return new Frozen(blueprint, program, FrozenCalibration.calibrated(blueprint, program, layers),
        FormChoice.isForced());
  }

  /**
   * Reads an artefact.
   *
   * @throws EspalierFileException when the file cannot be read, is damaged, is no artefact or holds another network
   */
  public static Frozen load(Path path, Blueprint blueprint, FrozenProgram program) {
    return of(ContainerReader.read(path, FrozenFile.KIND, FrozenFile.VERSION), blueprint, program);
  }

  /**
   * Reads an artefact from a stream to its end, a resource of the class path say; the stream is not closed.
   *
   * @param source what to call it in an error
   */
  public static Frozen load(InputStream in, String source, Blueprint blueprint, FrozenProgram program) {
    return of(ContainerReader.read(in, source, FrozenFile.KIND, FrozenFile.VERSION), blueprint, program);
  }

  private static Frozen of(ContainerReader file, Blueprint blueprint, FrozenProgram program) {
    Blueprint frozen = blueprint.frozen();
    return chosen(frozen, program, FrozenFile.read(file, frozen));
  }

  /** The description of the network. */
  public Blueprint blueprint() {
    return blueprint;
  }

  /** One for each layer of the blueprint, in its order. */
  public List<FrozenLayer> layers() {
    return layers;
  }

  /**
   * The layer with this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public FrozenLayer layer(String name) {
    int index = blueprint.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("No layer is called '" + name + "'.\n  Fix: use one of "
          + blueprint.layers().stream().map(LayerInfo::name).toList() + ".");
    }
    return layers.get(index);
  }

  /** The exact size of the file that {@link #save} writes. */
  public long bytesOnDisk() {
    return bytesOnDisk;
  }

  /**
   * Writes the artefact, whole or not at all.
   *
   * @throws EspalierFileException when it cannot be written; an old file of that name is kept
   */
  public void save(Path path) {
    FrozenFile.write(blueprint, layers).write(path);
  }

  /**
   * The same network with every layer in the form that is measured to be fastest for so many samples at once, by
   * running it for
   * about a quarter of a second a layer; the report gives the times. Without it forms are chosen by the density of
   * kept weights and the machine's rates ({@link dev.espalier.runtime.execution.MachineRates}).
   * Does nothing where the system property {@value FormChoice#PROPERTY} forces a form. One sample alone is not
   * concerned where
   * the network has kernels for it.
   *
   * @param batch at least 1
   */
  public Frozen tuned(int batch) {
    return FormChoice.isForced()
        ? this
        : new Frozen(blueprint, program, FrozenTuning.tune(blueprint, program, layers, batch), true);
  }

  /**
   * Scratch memory to score up to {@code batch} samples at once; at least 1. For one sample, networks without
   * convolutions have kernels of their own. Batches that are worth it are shared by all processors, or by as many
   * threads as the system property {@value Workers#PROPERTY} says.
   */
  public FrozenSession session(int batch) {
    return session(batch, Workers.shared());
  }

  /** The same on the threads of one's own choice: {@code Workers.of(1)} for the caller alone. */
  public FrozenSession session(int batch, Workers workers) {
    return FrozenSession.of(blueprint, program, layersFor(batch), batch, workers);
  }

  // A narrow batch is one panel of few lanes, on which other forms can be the faster ones.
  private FrozenLayer[] layersFor(int batch) {
    int lanes = Slab.lanes(batch);
    if (formsStand || lanes >= FormChoice.WIDE || (batch == 1 && program.single() != null)) {
      return layers.toArray(FrozenLayer[]::new);
    }
    return byLanes.computeIfAbsent(
        lanes, _ -> layers.stream().map(l -> l.chosenFor(lanes)).toArray(FrozenLayer[]::new));
  }

  /**
   * The output's features for one sample: logits, where the network was trained with cross-entropy.
   *
   * @param inputs one array an input, in declared order, each row by row
   * @throws IllegalArgumentException naming the input whose length does not fit
   */
  public float[] scores(float[]... inputs) {
    Objects.requireNonNull(inputs, "inputs");
    if (inputs.length != blueprint.inputs().size()) {
      throw FrozenInputs.count(blueprint, inputs.length);
    }
    for (int i = 0; i < inputs.length; i++) {
      FrozenInputs.requireSamples(blueprint, i, inputs[i].length, 1);
    }
    float[] scores = new float[blueprint.output().output().features()];
    FrozenSession session = idle.poll();
    if (session == null) {
      session = session(1);
    }
    session.scores(inputs, scores);
    // Not offered back after an exception, nor where the pool is full: the collector takes it.
    idle.offer(session);
    return scores;
  }

  /** The class of one sample: the index of its largest score, the first among equals. */
  public int classify(float[]... inputs) {
    return LargestScore.of(scores(inputs));
  }

  /**
   * Loss and accuracy over a data set. The loss is the one that the network is trained with; without {@code @Train} it
   * is cross-entropy over labels and the squared error over target values.
   *
   * @throws dev.espalier.runtime.data.DataException when inputs, labels or targets do not fit the network
   */
  public Evaluation evaluate(Dataset data) {
    FrozenSession panels = FrozenSession.ofPanels(
        blueprint, program, layers.toArray(FrozenLayer[]::new), FrozenEvaluator.PANEL, Workers.shared());
    return new FrozenEvaluator(blueprint, panels).evaluate(data);
  }

  /**
   * What it costs: exact counts from the masks and encodings, the executed forms with their reasons, the file's bytes.
   */
  public CostReport cost() {
    CostMeasurement measurement = CostModel.measure(blueprint);
    for (FrozenLayer layer : layers) {
      String name = layer.info().name();
      measurement.channels(name, layer.channels().length);
      if (layer.weights() != null) {
        measurement.kept(name, layer.remaining().kept());
        measurement.left(name, layer.stored().left(), layer.stored().biases());
        measurement.stored(name, layer.weights().kind());
        measurement.execution(name, new ExecutionForm(layer.form().label(), layer.reason()));
      }
    }
    return measurement.bytesOnDisk(bytesOnDisk).report();
  }
}
