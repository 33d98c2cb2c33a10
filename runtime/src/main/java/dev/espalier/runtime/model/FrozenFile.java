package dev.espalier.runtime.model;

import dev.espalier.runtime.encoding.CorruptEncodingException;
import dev.espalier.runtime.encoding.EncodedTensor;
import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.file.ContainerWriter;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.file.EspalierFileException.Reason;
import dev.espalier.runtime.structure.Left;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The artefact: a frozen network as a file.
 *
 * <p>A container of kind {@value #KIND} with the sections {@code network} and {@code hash}; {@code description}, for
 * people and other programs, one line an input and one a layer; and for each layer with weights, by its number,
 * {@code weights.N} (an encoded tensor with its header) and {@code bias.N}; for a batch normalisation that no weights
 * took in, {@code factor.N} and {@code offset.N}. Where rows or input channels left the network, {@code rows.N} and
 * {@code channels.N} say by a bit each which are left. Where constants that are gone add to a convolution's sums what
 * is not the same everywhere, {@code begin.N} has the class of each row and column of the result's plane, and for every
 * row of weights one number for each pair of classes.
 */
final class FrozenFile {
  static final String KIND = "artefact";
  static final int VERSION = 1;

  private FrozenFile() {}

  static ContainerWriter write(Blueprint blueprint, List<FrozenLayer> layers) {
    ContainerWriter file = new ContainerWriter(KIND, VERSION)
        .putString("network", blueprint.name())
        .putString("hash", blueprint.hash())
        .putString("description", description(blueprint, layers));
    for (int i = 0; i < layers.size(); i++) {
      FrozenWeights stored = layers.get(i).stored();
      if (layers.get(i).info().standsAlone()) {
        file.putFloats("factor." + i, layers.get(i).factor());
        file.putFloats("offset." + i, layers.get(i).offset());
      }
      if (stored == null) {
        continue;
      }
      file.putBytes("weights." + i, stored.encoded().toBytes());
      if (stored.bias() != null) {
        file.putFloats("bias." + i, stored.bias());
      }
      if (stored.beginnings() != null) {
        file.putFloats("begin." + i, FrozenBeginnings.floats(stored.beginnings()));
      }
      if (stored.left().rows() != null) {
        file.putBytes("rows." + i, bytes(stored.left().rows(), layers.get(i).info().weights().rows()));
      }
      if (stored.left().channels() != null) {
        file.putBytes("channels." + i, bytes(stored.left().channels(), channels(layers.get(i).info().weights())));
      }
    }
    return file;
  }

  private static int channels(WeightGeometry geometry) {
    return geometry.channels() / geometry.groups();
  }

  /** A bit for each, the first the lowest of the first byte. */
  private static byte[] bytes(BitSet left, int count) {
    return Arrays.copyOf(left.toByteArray(), (count + 7) / 8);
  }

  private static String description(Blueprint blueprint, List<FrozenLayer> layers) {
    StringBuilder text = new StringBuilder();
    for (InputInfo input : blueprint.inputs()) {
      text.append("input ").append(input.name()).append(' ')
          .append(input.shape().stream().map(String::valueOf).collect(Collectors.joining("x"))).append('\n');
    }
    for (FrozenLayer layer : layers) {
      LayerInfo info = layer.info();
      text.append("layer ").append(info.name()).append(' ').append(info.kind())
          .append(" of ").append(String.join(", ", info.inputs()));
      if (layer.weights() != null) {
        EncodedTensor weights = layer.weights();
        text.append("; weights ").append(weights.rows()).append('x').append(weights.columns()).append(' ')
            .append(weights.kind()).append(", ").append(layer.kept()).append(" kept, ").append(weights.stored())
            .append(" stored, ").append(weights.bits()).append(" bits");
        float[] bias = layer.stored().bias();
        text.append(bias == null ? "; no bias" : "; bias " + bias.length);
        if (layer.stored().beginnings() != null) {
          text.append("; sums begin with one of ").append(layer.stored().beginnings().at().kinds())
              .append(" numbers a row");
        }
        Left left = layer.stored().left();
        if (left.isSmaller()) {
          text.append("; ").append(left.rowCount(info.weights())).append(" of ").append(info.weights().rows())
              .append(" rows and ").append(left.channelCount(info.weights())).append(" of ")
              .append(channels(info.weights())).append(" input channels");
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  static List<FrozenLayer> read(ContainerReader file, Blueprint blueprint) {
    requireSameNetwork(file, blueprint);
    List<FrozenWeights> weights = new ArrayList<>();
    List<FrozenNormalization> normalizations = new ArrayList<>();
    for (int i = 0; i < blueprint.layers().size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      weights.add(info.hasWeights() ? weights(file, info, i) : null);
      normalizations.add(info.standsAlone() ? normalization(file, info, i) : null);
    }
    return FrozenCompaction.layers(blueprint, weights, normalizations);
  }

  private static void requireSameNetwork(ContainerReader file, Blueprint blueprint) {
    String name = file.getString("network");
    String hash = file.getString("hash");
    if (!hash.equals(blueprint.hash())) {
      boolean otherNetwork = !name.equals(blueprint.name());
      throw new EspalierFileException(Reason.MISMATCH, file.source(),
          "network " + blueprint.name() + " (hash " + blueprint.hash() + ") is to be loaded, but the file holds "
              + name + " (hash " + hash + ")",
          otherNetwork
              ? "load it with Pruned" + name + ".load, or give the path of an artefact of " + blueprint.name()
              : "inputs, layers or shapes of " + name + " changed since it was saved: train and freeze it again, or"
                  + " load it with the classes that saved it");
    }
  }

  private static FrozenWeights weights(ContainerReader file, LayerInfo info, int number) {
    WeightGeometry geometry = info.weights();
    String section = "weights." + number;
    Left left = new Left(
        left(file, "rows." + number, info, geometry.rows(), "rows"),
        left(file, "channels." + number, info, channels(geometry), "input channels"));
    try {
      EncodedTensor weights = EncodedTensor.fromBytes(file.getBytes(section));
      int height = left.rowCount(geometry);
      int width = left.columnCount(geometry);
      if (weights.rows() != height || weights.columns() != width) {
        throw corrupt(file, section, "layer " + info.name() + " has " + height + " x " + width
            + " weights, but it holds " + weights.rows() + " x " + weights.columns(), null);
      }
      return new FrozenWeights(
          weights, bias(file, info, number, height), left,
          FrozenBeginnings.read(file, "begin." + number, info, height));
    } catch (CorruptEncodingException e) {
      throw corrupt(file, section, "the weights of layer " + info.name() + " cannot be decoded: " + e.getMessage(), e);
    }
  }

  /** Which rows or channels are left; null where all are. */
  private static BitSet left(ContainerReader file, String section, LayerInfo info, int count, String what) {
    if (!file.has(section)) {
      return null;
    }
    BitSet left = BitSet.valueOf(file.getBytes(section));
    if (left.isEmpty() || left.length() > count) {
      throw corrupt(file, section, "layer " + info.name() + " has " + count + " " + what + " of which some are left,"
          + " but it names " + left.cardinality() + " up to number " + (left.length() - 1), null);
    }
    return left;
  }

  private static float[] bias(ContainerReader file, LayerInfo info, int number, int rows) {
    String section = "bias." + number;
    if (!info.weights().bias() && !file.has(section)) {
      return null;
    }
    return floats(file, section, info, rows, "biases");
  }

  private static FrozenNormalization normalization(ContainerReader file, LayerInfo info, int number) {
    int channels = info.output().channels();
    return new FrozenNormalization(
        floats(file, "factor." + number, info, channels, "factors"),
        floats(file, "offset." + number, info, channels, "offsets"));
  }

  private static float[] floats(ContainerReader file, String section, LayerInfo info, int count, String what) {
    float[] floats = file.getFloats(section);
    if (floats.length != count) {
      throw corrupt(file, section,
          "layer " + info.name() + " has " + count + " " + what + ", but it holds " + floats.length, null);
    }
    return floats;
  }

  static EspalierFileException corrupt(ContainerReader file, String section, String finding, Throwable cause) {
    return new EspalierFileException(Reason.CORRUPT, file.source(), "section '" + section + "': " + finding,
        "restore the file from a good copy, or save it again", cause);
  }
}
