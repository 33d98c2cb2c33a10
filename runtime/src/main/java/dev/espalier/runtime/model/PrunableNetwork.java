package dev.espalier.runtime.model;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.cost.CostMeasurement;
import dev.espalier.runtime.cost.CostModel;
import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.criterion.SampledNetwork;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.memory.Panels;
import dev.espalier.runtime.parallel.Workers;
import dev.espalier.runtime.policy.PolicyException;
import dev.espalier.runtime.progress.Listener;
import dev.espalier.runtime.prune.Pruner;
import dev.espalier.runtime.prune.PruningEvent;
import dev.espalier.runtime.prune.TakenOver;
import dev.espalier.runtime.sensitivity.Sensitivity;
import dev.espalier.runtime.sensitivity.SensitivityAnalysis;
import dev.espalier.runtime.structure.TiedGroups;
import dev.espalier.runtime.train.Checkpoint;
import dev.espalier.runtime.train.CheckpointSettings;
import dev.espalier.runtime.train.Evaluation;
import dev.espalier.runtime.train.Evaluator;
import dev.espalier.runtime.train.GlorotUniform;
import dev.espalier.runtime.train.TaskSamples;
import dev.espalier.runtime.train.TrainingRun;
import dev.espalier.runtime.train.TrainingTask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A network with its parameters, to be trained and pruned: the base of generated classes, which add forward, backward,
 * update and {@code fit}.
 *
 * <p>Weights start as {@link GlorotUniform} makes them, biases at 0, nothing pruned. Not safe for several threads; a
 * frozen network is.
 */
public abstract class PrunableNetwork {

  private static final int EVALUATION_BATCH = 64;

  private final Blueprint blueprint;
  private final List<LayerParameters> layers;
  private final long seed;
  private final CheckpointSettings checkpoint;
  private final Workers workers;
  private Checkpoint resumed;
  private PrunableNetworkSample single;
  private LongSupplier completedSteps = () -> 0;
  private int leastColumns = 1;

  /**
   * A new network, or one from a checkpoint.
   *
   * @param options a checkpoint to resume has been checked against the blueprint
   */
  protected PrunableNetwork(Blueprint blueprint, RunOptions options) {
    this.blueprint = blueprint;
    this.layers = LayerParameters.of(blueprint);
    this.seed = options.seed();
    this.checkpoint = options.checkpoint();
    this.workers = options.workers();
    this.resumed = options.resumed();
    layers.forEach(Pruner::attachMask);
    layers.forEach(layer -> layer.lieAs(blueprint));
    if (resumed == null) {
      GlorotUniform.initialise(layers, seed, 0);
    } else {
      resumed.restoreParameters(layers);
      completedSteps = resumed::completedSteps;
    }
  }

  /** The forward pass of the training program. Does not allocate. */
  protected abstract void forward(float[] slab, int base, int lanes);

  /** So many columns of every sequence are computed at the least: 1, or all that are declared. */
  protected final int leastColumns() {
    return leastColumns;
  }

  /** Has passes compute every declared column of a sequence, for whoever looks at values. */
  final void wholeSequences(boolean whole) {
    leastColumns = whole ? Integer.MAX_VALUE : 1;
  }

  /** The gradient of every value from that of the output. Does not allocate. */
  protected void backward(float[] slab, int base, int lanes) {
    throw untrained();
  }

  /** See {@link dev.espalier.runtime.train.TrainingProgram#normalizations}; none where no batch is normalised. */
  protected List<NormalizationStep> normalizations() {
    return List.of();
  }

  /** A stage of the forward pass of a training step. */
  protected void forward(int stage, float[] slab, int base, int lanes) {
    forward(slab, base, lanes);
  }

  /** A stage of the backward pass of a training step. */
  protected void backward(int stage, float[] slab, int base, int lanes) {
    backward(slab, base, lanes);
  }

  /** How the gradients of weights are taken; none without {@code @Train}. */
  protected List<WeightStep> weightSteps() {
    return List.of();
  }

  /** See {@link dev.espalier.runtime.train.TrainingProgram#gradients}. */
  protected void gradients(int layer, float[] slab, int base, int lanes, float[] weights, float[] biases) {
    throw untrained();
  }

  /** See {@link dev.espalier.runtime.train.TrainingProgram#keptGradients}. */
  protected void keptGradients(int layer, float[] slab, int base, int lanes, int[] rows, float[] weights) {
    throw untrained();
  }

  /** See {@link dev.espalier.runtime.train.TrainingProgram#weightStrip}. */
  protected void weightStrip(float[] scratch, int lanes, float[] gradients, int[] tiles, int[] samples, int inputs,
      int sums) {
    throw untrained();
  }

  private IllegalStateException untrained() {
    return new IllegalStateException(
        blueprint.name() + " has no @Train, and no backward pass.\n  Fix: add @Train to the interface.");
  }

  /** The first line of each layer's result in the training slab, by the layer's index. */
  protected abstract int[] valueLines();

  /** Where dropout factors stand in the training slab; none where the network has no dropout. */
  protected List<DropoutInfo> dropouts() {
    return List.of();
  }

  /** Its penalties on values; none by default. */
  protected List<PenaltyInfo> penalties() {
    return List.of();
  }

  /** The description of the network, with the policies and settings that it was made with. */
  public final Blueprint blueprint() {
    return blueprint;
  }

  /** The parameters of every layer, in the blueprint's order; live, a training changes them. */
  public final List<LayerParameters> layers() {
    return layers;
  }

  /**
   * The parameters of a layer.
   *
   * @throws IllegalArgumentException when the network has no layer of this name
   */
  public final LayerParameters layer(String name) {
    Optional<Problem> unknown = NetworkRules.layerExists(blueprint, name);
    if (unknown.isPresent()) {
      throw new IllegalArgumentException(unknown.get().text());
    }
    return layers.get(blueprint.indexOf(name));
  }

  /** What every random number of the network follows from. */
  public final long seed() {
    return seed;
  }

  /** Pruned weights as a share of all weights of the network, biases left out. */
  public final double sparsity() {
    return TrainingTask.sparsity(layers);
  }

  /** The mask of every layer with a policy, by the layer's name, in the blueprint's order; as they are now. */
  public final Map<String, Mask> masks() {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (LayerParameters layer : layers) {
      if (layer.info().pruned()) {
        masks.put(layer.info().name(), layer.weight().mask());
      }
    }
    return masks;
  }

  /**
   * Prunes every layer with a policy now, to the policy's sparsity or threshold, whatever its schedule.
   *
   * @return one event a layer
   * @throws dev.espalier.runtime.criterion.NothingToSeeException when a criterion looks at training samples
   */
  public final List<PruningEvent> prune() {
    return prune(blueprint.train() == null ? null : new TaskSamples(task(), null));
  }

  /**
   * The same by criteria that look at training samples.
   *
   * @param train the training set, of which each policy takes the samples that it asks for
   * @throws IllegalStateException when the network has no {@code @Train}
   * @throws PolicyException when a policy asks for more samples than there are
   * @throws dev.espalier.runtime.data.DataException when the data do not fit the network
   */
  public final List<PruningEvent> prune(Dataset train) {
    if (blueprint.train() == null) {
      throw new IllegalStateException(blueprint.name()
          + " has no @Train, so that no criterion can look at samples.\n"
          + "  Fix: prune(), or add @Train to the interface.");
    }
    refuse(NetworkRules.checkSamples(blueprint, train.size()));
    return prune(new TaskSamples(task(), train));
  }

  private List<PruningEvent> prune(SampledNetwork network) {
    double[] sparsities = layers.stream()
        .mapToDouble(layer -> layer.info().pruned() ? layer.info().policy().sparsity() : Pruner.NOT_NOW)
        .toArray();
    return new Pruner(layers, seed, network, TiedGroups.of(blueprint)).prune(completedSteps.getAsLong(), sparsities);
  }

  /**
   * Takes over what another network of the same interface has learned, to go on from there under other policies or
   * settings: values, running statistics, and what is pruned. Steps are counted from 0, and optimizers start without a past.
   *
   * @throws IllegalArgumentException when it is another network, or has pruned what no policy prunes here, or in other
   *     groups
   */
  public final void takeFrom(PrunableNetwork other) {
    TakenOver.take(this, other);
  }

  /**
   * The accuracy against the sparsity of each layer with a policy, one layer pruned at a time, as it is now; afterwards
   * everything is what it was, bit for bit.
   *
   * @param data what the network is evaluated on, and what criteria look at
   * @param sparsities to try, in (0, 1); none stands for 0.1 to 0.9, 0.95 and 0.98
   * @throws IllegalStateException when no layer has a policy
   * @throws dev.espalier.runtime.data.DataException when the data do not fit the network
   */
  public final Sensitivity sensitivity(Dataset data, double... sparsities) {
    return sensitivity(data, data, sparsities);
  }

  /**
   * The same with scores taken over another data set than the accuracy.
   *
   * @param train what criteria look at
   * @param test what the network is evaluated on
   * @throws PolicyException when a policy asks for more samples than there are
   */
  public final Sensitivity sensitivity(Dataset train, Dataset test, double... sparsities) {
    Evaluator evaluator = evaluator(test);
    refuse(NetworkRules.checkSamples(blueprint, train.size()));
    SampledNetwork sampled = blueprint.train() == null ? null : new TaskSamples(task(), train);
    return new SensitivityAnalysis(
            blueprint.name(),
            layers,
            changed -> new Pruner(changed, seed, sampled, TiedGroups.NONE),
            evaluator::evaluate,
            this::cost)
        .analyse(completedSteps.getAsLong(), sparsities);
  }

  /**
   * Loss and accuracy on a data set, nothing dropped. The loss is that of the training settings; of a network without
   * them cross-entropy where the records have labels, the squared error elsewhere.
   *
   * @throws dev.espalier.runtime.data.DataException when the data do not fit the network
   */
  public final Evaluation evaluate(Dataset data) {
    return evaluator(data).evaluate();
  }

  /**
   * What the network costs for one sample when it is frozen as it is now: the plan, and beside it exact counts from the
   * masks, without the channels that leave with them, with weights stored as the policies say.
   */
  public final CostReport cost() {
    return measurement().report();
  }

  /**
   * The same, with the zeros among the inputs that every layer with weights gets over a data set: how many
   * multiply-adds meet neither a pruned weight nor a zero; and with the values and filters that were kept for its
   * samples.
   *
   * @throws IllegalStateException when the network has no {@code @Train}, whose backward pass all values are kept for
   * @throws dev.espalier.runtime.data.DataException when the data do not fit the network
   */
  public final CostReport cost(Dataset data) {
    requireValues("cost() without data");
    CostMeasurement measurement = measurement();
    ObservedInputs.of(task(), evaluator(data)).tell(measurement);
    return measurement.report();
  }

  private void requireValues(String instead) {
    if (blueprint.train() == null) {
      throw new IllegalStateException(blueprint.name() + " has no @Train, so that its values do not outlive their last"
          + " use and cannot be counted.\n  Fix: ask for " + instead + ", or add @Train to the interface.");
    }
  }

  /**
   * The network's result for one sample.
   *
   * @param inputs one array an input, in declared order, each row-major
   * @throws IllegalArgumentException when their number or lengths are not the inputs'
   */
  public final float[] scores(float[]... inputs) {
    return single().scores(inputs);
  }

  /**
   * Which tokens of one sample each attention with {@code @PruneTokens} leaves in the sequence, in graph order.
   *
   * @param inputs as in {@link #scores}
   * @throws IllegalStateException when the network has no {@code @Train}, whose backward pass all values are kept for
   */
  public final List<TokensLeft> tokensLeft(float[]... inputs) {
    requireValues("scores()");
    return single().tokensLeft(inputs);
  }

  /** The class of one sample: the index of its largest score, the first one at equal scores. */
  public final int classify(float[]... inputs) {
    return LargestScore.of(scores(inputs));
  }

  /**
   * Prepares a training, from where a resumed checkpoint stands or from the parameters as they are.
   *
   * @throws IllegalStateException when the network has no {@code @Train}
   * @throws PolicyException when a policy cannot be kept with this much data
   * @throws dev.espalier.runtime.data.DataException when the data do not fit the network or the batch
   */
  protected final TrainingRun startTraining(Dataset train, Dataset test, Listener listener) {
    if (blueprint.train() == null) {
      throw new IllegalStateException(
          blueprint.name() + " has no @Train, and cannot be fitted.\n  Fix: add @Train to the interface.");
    }
    refuse(NetworkRules.checkRun(blueprint, train.size()));
    TrainingRun run = new TrainingRun(task(), train, test, listener, checkpoint, resumed, workers);
    resumed = null;
    completedSteps = run.stepCounter();
    return run;
  }

  private void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new PolicyException(blueprint.name(), problems);
    }
  }

  private Evaluator evaluator(Dataset data) {
    int batch = Math.min(blueprint.train() == null ? EVALUATION_BATCH : blueprint.train().batch(), data.size());
    Panels panels = Panels.allocate(blueprint.trainingLines(), batch, workers.threads(), blueprint.widestPanel());
    return new Evaluator(task(), loss(data), data, batch, panels, workers);
  }

  private CostMeasurement measurement() {
    CostMeasurement measurement = CostModel.measure(blueprint);
    FrozenCompaction.measure(blueprint, layers, measurement);
    return measurement;
  }

  /** What the runtime needs to know of it to run its passes: for those who take gradients themselves. */
  public final TrainingTask task() {
    return new TrainingTask(blueprint, layers, seed, Arrays.stream(valueLines()).boxed().toList(), dropouts(),
        penalties(), new PrunableNetworkProgram(this));
  }

  private Loss loss(Dataset data) {
    if (blueprint.train() != null) {
      return blueprint.train().loss();
    }
    return data.hasLabels() ? Loss.CROSS_ENTROPY : Loss.MEAN_SQUARED_ERROR;
  }

  private PrunableNetworkSample single() {
    if (single == null) {
      single = new PrunableNetworkSample(this);
    }
    return single;
  }
}
