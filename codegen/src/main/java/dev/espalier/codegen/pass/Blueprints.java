package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.AttentionLayer;
import dev.espalier.codegen.layer.LearnedTokensLayer;
import dev.espalier.codegen.layer.SelectLayer;
import dev.espalier.codegen.layer.Selection;
import dev.espalier.codegen.layer.WinnersLayer;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.ChannelPlan;
import dev.espalier.runtime.model.DynamicInfo;
import dev.espalier.runtime.model.DynamicInfo.LearnedThreshold;
import dev.espalier.runtime.model.FrozenPlan;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.policy.BudgetLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** The runtime's description of a network, told from its model. */
public final class Blueprints {
  private Blueprints() {}

  /**
   * The blueprint of a model at stage SHAPED or later. Before stage PLACED values have no halo and every line is 0,
   * which is enough to count costs; policies are those that the model carries.
   */
  public static Blueprint of(ModelSpec model) {
    MemoryPlan training = model.training();
    MemoryPlan inference = model.inference();
    String output = model.output().name();
    Set<String> removable = Removable.of(model);
    return new Blueprint(
        model.name(),
        hash(model),
        model.inputs().stream().map(i -> input(i, training, inference)).toList(),
        model.layers().stream().map(l -> layer(model, l, training, inference, removable)).toList(),
        model.train() == null ? null : model.train().settings(),
        budget(model),
        training == null ? 0 : training.lines(),
        inference == null ? 0 : inference.lines(),
        line(training == null ? null : training.values(), output),
        line(training == null ? null : training.gradients(), output),
        line(inference == null ? null : inference.values(), output));
  }

  private static BudgetLimits budget(ModelSpec model) {
    return model.budget() == null
        ? BudgetLimits.NONE
        : new BudgetLimits(model.budget().macs(), model.budget().bytes());
  }

  /**
   * 64 hexadecimal digits: the SHA-256 of {@link #canonical}.
   */
  public static String hash(ModelSpec model) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical(model).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Everything that decides what the weights mean, one line a value: inputs with shapes; layers in topological order
   * with their annotations' elements, activations, wiring and shapes. Names of the network and package, policies,
   * settings and placements are left out.
   */
  static String canonical(ModelSpec model) {
    StringBuilder text = new StringBuilder("espalier network 1\n");
    for (InputSpec input : model.inputs()) {
      text.append("input ").append(input.name()).append(' ').append(input.shape()).append('\n');
    }
    for (LayerSpec layer : model.layers()) {
      text.append("layer ").append(layer.name()).append(' ').append(layer.layer());
      if (layer.activation() != null) {
        text.append(' ').append(layer.activation().kind()).append(' ').append(layer.activation().slope());
      }
      text.append(' ').append(layer.inputs()).append(' ').append(layer.shape()).append('\n');
    }
    return text.toString();
  }

  private static InputInfo input(InputSpec input, MemoryPlan training, MemoryPlan inference) {
    return new InputInfo(
        input.name(),
        input.shape().extents(),
        layout(input.name(), input.shape(), training),
        line(training == null ? null : training.values(), input.name()),
        layout(input.name(), input.shape(), inference),
        line(inference == null ? null : inference.values(), input.name()));
  }

  private static LayerInfo layer(
      ModelSpec model, LayerSpec layer, MemoryPlan training, MemoryPlan inference, Set<String> removable) {
    return new LayerInfo(
        layer.name(),
        layer.layer().kind(),
        layer.inputs(),
        layout(layer.name(), layer.shape(), training),
        inferenceInput(layer, inference),
        layer.weights(),
        layer.prune() == null ? null : layer.prune().policy(),
        layer.weights() == null ? null : frozen(model, layer, inference, removable),
        dynamic(model, layer),
        layer.layer().normalization(model.isFolded(layer)),
        channels(model, layer, removable));
  }

  /** Of the frozen network, where a batch normalisation is no more than the weights that it was folded into. */
  private static ChannelPlan channels(ModelSpec model, LayerSpec layer, Set<String> removable) {
    LayerSpec folded = model.foldedInto(layer);
    ActivationSpec activation =
        model.isFolded(layer) ? null : folded == null ? layer.activation() : folded.activation();
    return new ChannelPlan(
        model.isFolded(layer) ? ChannelFlow.EACH : layer.layer().flow(),
        removable.contains(layer.name()),
        activation == null ? null : activation.kind(),
        activation == null ? 0 : activation.slope(),
        layer.layer() instanceof AttentionLayer attention ? attention.heads() : 0);
  }

  private static DynamicInfo dynamic(ModelSpec model, LayerSpec layer) {
    DynamicInfo.Part part = layer.dynamic().part();
    if (part == null) {
      return null;
    }
    List<Shape> inputs = layer.inputs().stream().map(model::shapeOf).toList();
    return new DynamicInfo(part, layer.dynamic().owner(), kept(model, layer),
        layer.layer().otherOperations(inputs, layer.shape()), learned(layer));
  }

  private static LearnedThreshold learned(LayerSpec layer) {
    if (!(layer.layer() instanceof LearnedTokensLayer learned)) {
      return null;
    }
    return new LearnedThreshold(learned.choice().choice().threshold(), learned.temperature(), learned.until());
  }

  private static int kept(ModelSpec model, LayerSpec layer) {
    return switch (layer.layer()) {
      case SelectLayer(String _, Selection selection) -> selection.kept(layer.shape());
      case WinnersLayer winners -> winners.count();
      default -> layer.dynamic().part() == DynamicInfo.Part.GATED
          ? kept(model, model.layer(ExpandDynamic.gate(layer.name())).orElseThrow())
          : layer.shape().size();
    };
  }

  private static FrozenPlan frozen(
      ModelSpec model, LayerSpec layer, MemoryPlan inference, Set<String> removable) {
    LayerSpec folded = model.foldedInto(layer);
    ActivationSpec activation = folded == null ? layer.activation() : folded.activation();
    return new FrozenPlan(
        inTiles(layer),
        PackedForms.stripRows(layer),
        Removable.isCompact(layer, removable),
        PackedForms.bitmap(layer),
        layout(layer.name(), layer.shape(), inference),
        activation == null ? null : activation.kind(),
        activation == null ? 0 : activation.slope());
  }

  /** Whether the dense kernels of a frozen layer read its weights in tiles. */
  private static boolean inTiles(LayerSpec layer) {
    return layer.kernels() != null
        && layer.kernels().inference().stream()
            .flatMap(call -> call.operands().stream()).anyMatch(Operand.WeightTiles.class::isInstance);
  }

  private static Layout inferenceInput(LayerSpec layer, MemoryPlan inference) {
    if (layer.weights() == null) {
      return null;
    }
    return inference == null
        ? layer.weights().input()
        : inference.values().get(layer.inputs().getFirst()).layout();
  }

  private static Layout layout(String value, Shape shape, MemoryPlan plan) {
    return plan == null
        ? Layout.image(shape.channels(), shape.height(), shape.width())
        : plan.values().get(value).layout();
  }

  private static int line(SortedMap<String, Placement> placements, String value) {
    Placement placement = placements == null ? null : placements.get(value);
    return placement == null ? 0 : placement.line();
  }
}
