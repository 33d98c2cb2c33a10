package dev.espalier.runtime.train;

import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.file.ContainerWriter;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.file.EspalierFileException.Reason;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Normalization;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.prune.Pruner;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * A run between two steps, as a file: whoever goes on from it computes what the uninterrupted run would have, bit for
 * bit.
 *
 * <p>A container of kind {@value #KIND}: {@code network}, {@code hash}, {@code settings} and {@code data} say what it
 * belongs to; {@code seed} and {@code position} where it stands; for parameter N, in the order layer by layer, weights
 * before biases, scales before shifts, {@code values.N}, its optimizer state {@code state.N.S} (behind it the sums of
 * MOVEMENT) and the values to rewind to, {@code rewind.N}; {@code mask.L} has the kept groups of layer L as bits,
 * {@code mean.L} and {@code variance.L} the running statistics of a batch normalisation; the history stands in {@code
 * epochs}, {@code evaluations}, {@code roundEnds}, {@code prunings} and {@code prunedLayers}. Random numbers follow
 * from seed and position, so that no generator state is needed.
 */
public final class Checkpoint {

  private static final String KIND = "checkpoint";
  private static final int VERSION = 2;

  private final Path path;
  private final ContainerReader file;

  private Checkpoint(Path path, ContainerReader file) {
    this.path = path;
    this.file = file;
  }

  /** Writes a run's state, whole or not at all. */
  static void write(Path path, TrainingTask task, Dataset train, Dataset test, RunState state) {
    ContainerWriter file = new ContainerWriter(KIND, VERSION)
        .putString("network", task.blueprint().name())
        .putString("hash", task.blueprint().hash())
        .putString("settings", RunFacts.settings(task.blueprint()).text())
        .putString("data", RunFacts.data(train, test).text())
        .putLong("seed", task.seed());
    for (int i = 0; i < task.layers().size(); i++) {
      LayerParameters layer = task.layers().get(i);
      if (layer.info().pruned()) {
        file.putLongs("mask." + i, layer.weight().mask().groupBits().toLongArray());
      }
    }
    for (int i = 0; i < task.layers().size(); i++) {
      Normalization norm = task.layers().get(i).normalization();
      if (norm != null) {
        file.putFloats("mean." + i, norm.runningMean());
        file.putFloats("variance." + i, norm.runningVariance());
      }
    }
    List<Parameter> parameters = task.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      file.putFloats("values." + i, parameter.values());
      for (int slot = 0; slot < parameter.stateSlots(); slot++) {
        file.putFloats("state." + i + "." + slot, parameter.state(slot));
      }
      if (state.rewindValues != null) {
        file.putFloats("rewind." + i, state.rewindValues[i]);
      }
    }
    RunStateSections.put(file, state);
    file.write(path);
  }

  /**
   * Reads a checkpoint.
   *
   * @throws EspalierFileException when the file cannot be read, is damaged or is no checkpoint
   */
  public static Checkpoint read(Path path) {
    return new Checkpoint(path, ContainerReader.read(path, KIND, VERSION));
  }

  /** Where it was read from. */
  public Path path() {
    return path;
  }

  /** The run's seed. */
  public long seed() {
    return file.getLong("seed");
  }

  /** Steps that were completed. */
  public long completedSteps() {
    return RunStateSections.completed(file);
  }

  /**
   * Checks that it was written by this network under these settings and policies.
   *
   * @throws EspalierFileException saying what differs
   */
  public void requireNetwork(Blueprint blueprint, long seed) {
    String name = file.getString("network");
    String hash = file.getString("hash");
    if (!hash.equals(blueprint.hash())) {
      throw mismatch("network " + blueprint.name() + " (hash " + blueprint.hash()
          + ") is to be resumed, but the file holds " + name + " (hash " + hash + ")",
          name.equals(blueprint.name())
              ? "inputs, layers or shapes changed since it was written: train anew, or resume with the classes that"
                  + " wrote it"
              : "resume it with Pruned" + name + ".builder(), or give the path of a checkpoint of " + blueprint.name());
    }
    RunFacts.settings(blueprint).requireSame(file.getString("settings"), this::mismatch);
    if (seed != seed()) {
      throw mismatch("the seed was " + seed() + " when it was written, and is " + seed + " now",
          "leave .seed(...) away: a resumed run takes the checkpoint's");
    }
  }

  /** Sets masks and values of a network that {@link #requireNetwork} let pass, nothing pruned in it yet. */
  public void restoreParameters(List<LayerParameters> layers) {
    for (int i = 0; i < layers.size(); i++) {
      LayerInfo info = layers.get(i).info();
      if (info.pruned()) {
        Grouping grouping = Grouping.of(info.policy(), info.weights());
        BitSet kept = BitSet.valueOf(file.getLongs("mask." + i));
        if ((kept.isEmpty() && !grouping.mayBeEmpty()) || kept.length() > grouping.groups()) {
          throw corrupt("mask." + i, "a mask of " + grouping.groups() + " groups is expected");
        }
        Pruner.apply(layers.get(i), Mask.of(grouping, kept));
      }
    }
    List<Parameter> parameters = TrainingTask.parameters(layers);
    for (int i = 0; i < parameters.size(); i++) {
      copy("values." + i, parameters.get(i).values());
      parameters.get(i).zeroPruned();
    }
    for (int i = 0; i < layers.size(); i++) {
      Normalization norm = layers.get(i).normalization();
      if (norm != null) {
        copy("mean." + i, norm.runningMean());
        copy("variance." + i, norm.runningVariance());
      }
    }
  }

  /** Sets optimizer state and the run's position, history included. */
  void restoreRun(List<Parameter> parameters, Dataset train, Dataset test, RunState state) {
    RunFacts.data(train, test).requireSame(file.getString("data"), this::mismatch);
    boolean rewinds = file.has("rewind.0");
    if (rewinds) {
      state.rewindValues = new float[parameters.size()][];
    }
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      for (int slot = 0; slot < parameter.stateSlots(); slot++) {
        copy("state." + i + "." + slot, parameter.state(slot));
      }
      if (rewinds) {
        state.rewindValues[i] = new float[parameter.size()];
        copy("rewind." + i, state.rewindValues[i]);
      }
    }
    RunStateSections.restore(file, state);
  }

  private void copy(String section, float[] into) {
    float[] values = file.getFloats(section);
    if (values.length != into.length) {
      throw corrupt(section, into.length + " values are expected, but it holds " + values.length);
    }
    System.arraycopy(values, 0, into, 0, into.length);
  }

  private EspalierFileException corrupt(String section, String finding) {
    return new EspalierFileException(Reason.CORRUPT, file.source(), "section '" + section + "': " + finding,
        "resume from an earlier copy of the checkpoint, or train anew");
  }

  private EspalierFileException mismatch(String finding, String fix) {
    return new EspalierFileException(Reason.MISMATCH, file.source(), finding, fix);
  }
}
