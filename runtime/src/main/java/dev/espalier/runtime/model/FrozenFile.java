package dev.espalier.runtime.model;

import dev.espalier.runtime.encoding.CorruptEncodingException;
import dev.espalier.runtime.encoding.EncodedTensor;
import dev.espalier.runtime.file.ContainerReader;
import dev.espalier.runtime.file.ContainerWriter;
import dev.espalier.runtime.file.EspalierFileException;
import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The artefact: a frozen network as a file.
 *
 * <p>A container of kind {@value #KIND} with the sections {@code network} and {@code hash}; {@code description}, for
 * people and other programs, one line an input and one a layer; and for each layer with weights, by its number,
 * {@code weights.N} (an encoded tensor with its header) and {@code bias.N}; for a batch normalisation that no weights
 * took in, {@code factor.N} and {@code offset.N}.
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
      FrozenLayer layer = layers.get(i);
      if (layer.weights() != null) {
        file.putBytes("weights." + i, layer.weights().toBytes());
      }
      if (layer.bias() != null) {
        file.putFloats("bias." + i, layer.bias());
      }
      if (layer.info().standsAlone()) {
        file.putFloats("factor." + i, layer.factor());
        file.putFloats("offset." + i, layer.offset());
      }
    }
    return file;
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
        text.append(layer.bias() == null ? "; no bias" : "; bias " + layer.bias().length);
      }
      text.append('\n');
    }
    return text.toString();
  }

  static List<FrozenLayer> read(ContainerReader file, Blueprint blueprint) {
    requireSameNetwork(file, blueprint);
    List<FrozenLayer> layers = new ArrayList<>();
    for (int i = 0; i < blueprint.layers().size(); i++) {
      LayerInfo info = blueprint.layers().get(i);
      layers.add(info.hasWeights()
          ? layer(file, info, i)
          : FrozenLayer.without(info, info.standsAlone() ? normalization(file, info, i) : null));
    }
    return List.copyOf(layers);
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

  private static FrozenLayer layer(ContainerReader file, LayerInfo info, int number) {
    WeightGeometry geometry = info.weights();
    String section = "weights." + number;
    try {
      EncodedTensor weights = EncodedTensor.fromBytes(file.getBytes(section));
      if (weights.rows() != geometry.rows() || weights.columns() != geometry.columns()) {
        throw corrupt(file, section, "layer " + info.name() + " has " + geometry.rows() + " x " + geometry.columns()
            + " weights, but it holds " + weights.rows() + " x " + weights.columns(), null);
      }
      return FrozenLayer.of(info, weights, geometry.bias() ? bias(file, info, number) : null);
    } catch (CorruptEncodingException e) {
      throw corrupt(file, section, "the weights of layer " + info.name() + " cannot be decoded: " + e.getMessage(), e);
    }
  }

  private static float[] bias(ContainerReader file, LayerInfo info, int number) {
    return floats(file, "bias." + number, info, info.weights().rows(), "biases");
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

  private static EspalierFileException corrupt(ContainerReader file, String section, String finding, Throwable cause) {
    return new EspalierFileException(Reason.CORRUPT, file.source(), "section '" + section + "': " + finding,
        "restore the file from a good copy, or save it again", cause);
  }
}
