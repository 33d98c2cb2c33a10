package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.WeightGeometry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values that can lose channels when the network is frozen, so that kernels must pass over those that are gone:
 * where a policy takes whole filters, neurons or input channels, and everywhere these channels go on to without weights
 * between. The network's result keeps all of its own.
 */
final class Removable {
  private final ModelSpec model;
  private final Map<String, String> parents = new HashMap<>();
  private final Set<String> roots = new HashSet<>();

  private Removable(ModelSpec model) {
    this.model = model;
  }

  /** The names of those values; layers' results all of them. */
  static Set<String> of(ModelSpec model) {
    Removable removable = new Removable(model);
    for (LayerSpec layer : model.layers()) {
      removable.connect(layer);
    }
    for (LayerSpec layer : model.layers()) {
      if (takesRows(layer) || makesHeads(layer)) {
        removable.roots.add(removable.root(layer.name()));
      } else if (takesChannels(layer)) {
        removable.roots.add(removable.root(layer.inputs().getFirst()));
      }
    }
    removable.roots.remove(removable.root(model.output().name()));
    return model.layers().stream()
        .filter(l -> !removable.mixes(l) && removable.roots.contains(removable.root(l.name())))
        .map(LayerSpec::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a layer gets kernels for what is left when rows and channels are gone. */
  static boolean isCompact(LayerSpec layer, Set<String> removable) {
    boolean gated = layer.dynamic().part() == DynamicInfo.Part.GATED;
    if (layer.weights() == null || layer.layer().flow() != ChannelFlow.OWN || gated) {
      return false;
    }
    if (layer.prune() != null) {
      return switch (layer.prune().policy().granularity()) {
        case NEURON, FILTER, CHANNEL, HEAD, LAYER -> true;
        case ELEMENT, VECTOR, BLOCK, KERNEL, N_OF_M, COLUMN_COMBINED -> false;
      };
    }
    return removable.contains(layer.name()) || removable.contains(layer.inputs().getFirst());
  }

  /**
   * Whether a layer gets a kernel whose sums begin with a number of their own at each place: a convolution whose input
   * can lose channels that are constant, and not the same at its borders as within.
   */
  static boolean begins(LayerSpec layer, Set<String> removable) {
    return isCompact(layer, removable)
        && layer.weights().positions() > 1
        && removable.contains(layer.inputs().getFirst());
  }

  private static boolean takesRows(LayerSpec layer) {
    return layer.prune() != null
        && List.of(Granularity.FILTER, Granularity.NEURON).contains(layer.prune().policy().granularity());
  }

  /** Whether a policy takes heads, and these are rows of the layer. */
  private static boolean makesHeads(LayerSpec layer) {
    return layer.prune() != null
        && layer.prune().policy().granularity() == Granularity.HEAD
        && layer.weights().heads().rows();
  }

  /** Whether all channels go into all others: of attention unless heads are taken. */
  private boolean mixes(LayerSpec layer) {
    return switch (layer.layer().flow()) {
      case MIXED -> true;
      case HEADS -> !layer.inputs().stream().allMatch(i -> makesHeads(model.layer(i).orElseThrow()));
      case OWN, EACH, PADDED, SCALED, SUM, JOINED, FLATTENED -> false;
    };
  }

  private static boolean takesChannels(LayerSpec layer) {
    return layer.prune() != null && layer.prune().policy().granularity() == Granularity.CHANNEL;
  }

  /** Channels that go on through a layer, or that a depthwise convolution can make nothing of when they are gone. */
  private void connect(LayerSpec layer) {
    boolean through = switch (layer.layer().flow()) {
      case EACH, PADDED, SCALED, SUM, JOINED, FLATTENED -> true;
      case OWN -> isDepthwise(layer.weights());
      case HEADS -> !mixes(layer);
      case MIXED -> false;
    };
    if (through) {
      for (String input : layer.inputs()) {
        if (model.inputs().stream().map(InputSpec::name).noneMatch(input::equals)) {
          parents.put(root(input), root(layer.name()));
        }
      }
    }
  }

  private static boolean isDepthwise(WeightGeometry weights) {
    return weights.groups() > 1 && weights.groups() == weights.channels();
  }

  private String root(String value) {
    String at = value;
    while (!parents.getOrDefault(at, at).equals(at)) {
      at = parents.get(at);
    }
    return at;
  }
}
