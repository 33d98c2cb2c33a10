package dev.espalier.runtime.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves and scales inputs to mean 0 and deviation 1 as measured on a training set.
 *
 * <p>Fit it on the training set and apply it to both: {@code var scale = Standardize.fit(train)}, then
 * {@code scale.apply(train)} and {@code scale.apply(test)}. The deviation is that of the population (divided by the
 * count). Labels and targets stay as they are.
 */
public final class Standardize {

  private final List<InputShape> inputs;
  private final List<float[]> means;
  private final List<float[]> deviations;
  private final Share share;

  /** What has a mean and a deviation of its own. */
  private enum Share { FEATURE, CHANNEL, INPUT }

  private Standardize(Dataset train, Share share) {
    this.inputs = train.inputs();
    this.means = new ArrayList<>();
    this.deviations = new ArrayList<>();
    this.share = share;
    for (int input = 0; input < inputs.size(); input++) {
      measure(train, input);
    }
  }

  /** Each feature by its own mean and deviation, for tables; a feature that never varies becomes 0. */
  public static Standardize fit(Dataset train) {
    return new Standardize(train, Share.FEATURE);
  }

  /** All values of an input by one mean and deviation, for images; bytes stay bytes in storage. */
  public static Standardize fitWhole(Dataset train) {
    return new Standardize(train, Share.INPUT);
  }

  /** All values of a channel by one mean and deviation, for coloured images; bytes stay bytes in storage. */
  public static Standardize fitChannels(Dataset train) {
    return new Standardize(train, Share.CHANNEL);
  }

  /** Both sets of a pair by the mean and deviation of each channel of the training set. */
  public static TrainTest channels(TrainTest data) {
    return fitChannels(data.train()).apply(data);
  }

  /** Both sets of a pair by the one mean and deviation of all values of the training set. */
  public static TrainTest whole(TrainTest data) {
    return fitWhole(data.train()).apply(data);
  }

  private TrainTest apply(TrainTest data) {
    return new TrainTest(apply(data.train()), apply(data.test()));
  }

  /** The mean of each feature or channel of an input, or its one mean. */
  public float[] means(int input) {
    return means.get(input).clone();
  }

  /** The deviation of each feature or channel of an input, or its one deviation; 1 where nothing varies. */
  public float[] deviations(int input) {
    return deviations.get(input).clone();
  }

  /**
   * The data with its inputs standardised.
   *
   * @throws DataException when the inputs are not those that were fitted
   */
  public Dataset apply(Dataset data) {
    if (!data.inputs().equals(inputs)) {
      throw new DataException(data.name(), "standardising needs the inputs of the training set, and they were fitted"
          + " on " + inputs + " where the data has " + data.inputs(), "fit and apply on parts of the same data");
    }
    List<Storage> changed = new ArrayList<>();
    for (int input = 0; input < inputs.size(); input++) {
      changed.add(switch (share) {
        case FEATURE -> featureStorage(data, input);
        case CHANNEL -> channelStorage(data, input);
        case INPUT -> wholeStorage(data, input);
      });
    }
    return share == Share.FEATURE ? data.withCompactStorages(changed) : data.withStorages(changed);
  }

  /** Both sets of a pair by the mean and deviation of the training set's features. */
  public static TrainTest both(TrainTest data) {
    return fit(data.train()).apply(data);
  }

  private Storage wholeStorage(Dataset data, int input) {
    float factor = 1 / deviations.get(input)[0];
    float offset = -means.get(input)[0] * factor;
    return data.storage(input).rescaled(factor, offset);
  }

  private Storage channelStorage(Dataset data, int input) {
    float[] deviation = deviations.get(input);
    float[] factors = new float[deviation.length];
    float[] offsets = new float[deviation.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = 1 / deviation[c];
      offsets[c] = -means.get(input)[c] * factors[c];
    }
    return data.storage(input).rescaled(inputs.get(input).features() / factors.length, factors, offsets);
  }

  private Storage featureStorage(Dataset data, int input) {
    float[] mean = means.get(input);
    float[] deviation = deviations.get(input);
    int features = inputs.get(input).features();
    Storage storage = data.storage(input);
    float[] values = new float[Math.multiplyExact(data.size(), features)];
    for (int record = 0; record < data.size(); record++) {
      int source = data.row(record) * features;
      for (int i = 0; i < features; i++) {
        values[record * features + i] = (storage.value(source + i) - mean[i]) / deviation[i];
      }
    }
    return new FloatStorage(values);
  }

  private void measure(Dataset train, int input) {
    int features = inputs.get(input).features();
    int groups = switch (share) {
      case FEATURE -> features;
      case CHANNEL -> inputs.get(input).shape().getFirst();
      case INPUT -> 1;
    };
    int size = features / groups;
    double[] sums = new double[groups];
    double[] squares = new double[groups];
    double count = (double) train.size() * features / groups;
    Storage storage = train.storage(input);
    for (int pass = 0; pass < 2; pass++) {
      for (int record = 0; record < train.size(); record++) {
        int source = train.row(record) * features;
        for (int i = 0; i < features; i++) {
          int group = i / size;
          double value = storage.value(source + i);
          if (pass == 0) {
            sums[group] += value;
          } else {
            double difference = value - sums[group] / count;
            squares[group] += difference * difference;
          }
        }
      }
    }
    float[] mean = new float[groups];
    float[] deviation = new float[groups];
    for (int group = 0; group < groups; group++) {
      mean[group] = (float) (sums[group] / count);
      float root = (float) Math.sqrt(squares[group] / count);
      deviation[group] = root > Math.abs(mean[group]) * 1e-6f ? root : 1;
    }
    means.add(mean);
    deviations.add(deviation);
  }
}
