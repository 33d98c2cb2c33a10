package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.Extra;
import dev.espalier.codegen.layer.Extra.Life;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.memory.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives every value and gradient its lines: in the training slab, where values live until the backward pass is through
 * with them, and in the inference slab, where they live until their last consumer. Runs before kernels are made,
 * because halos and views decide what they compute.
 *
 * <p>Time counts layers: with n of them, layer i runs forward at i and backward at 2n - i, the loss at n. What the
 * runtime fills in before a step (inputs, dropout factors) is born at -1. The gradients of weights are taken last, at
 * 2n + 1: what they are sums over, inputs and output gradients of layers with weights, lives until then.
 */
public final class PlanMemory implements Pass {
  private static final int BEFORE = -1;
  /** What HotSpot lets an array hold. */
  private static final int MOST = Integer.MAX_VALUE - 8;
  /** Floats of a cache line; a line of the slab is a multiple of it. */
  private static final int CACHE_LINE = 16;

  @Override
  public String name() {
    return "PlanMemory";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    Map<String, Layout> layouts = new LinkedHashMap<>();
    boolean fits = true;
    for (InputSpec input : model.inputs()) {
      fits &= layout(model, input.name(), input.shape(), layouts, findings);
    }
    for (LayerSpec layer : model.layers()) {
      fits &= layout(model, layer.name(), layer.shape(), layouts, findings);
    }
    if (!fits) {
      return model;
    }
    int batch = model.train() == null ? 1 : model.train().settings().batch();
    MemoryPlan training = place(model, training(model, layouts), "training", batch, findings);
    MemoryPlan inference = place(model, inference(model, layouts), "inference", 1, findings);
    return training == null || inference == null ? model : model.placed(training, inference);
  }

  /** The layout of a value: the halo of an image is the widest that a consumer wants. */
  private static boolean layout(
      ModelSpec model, String value, Shape shape, Map<String, Layout> layouts, Consumer<Finding> findings) {
    List<LayerSpec> consumers = shape.isImage() ? model.consumersOf(value) : List.of();
    int padHeight = consumers.stream().mapToInt(l -> l.layer().padHeight()).max().orElse(0);
    int padWidth = consumers.stream().mapToInt(l -> l.layer().padWidth()).max().orElse(0);
    double lines = (double) shape.channels() * (shape.height() + 2.0 * padHeight) * (shape.width() + 2.0 * padWidth);
    if (lines > MOST) {
      tooLarge(model, value, lines, "lines with its halo", findings);
      return false;
    }
    Layout layout = new Layout(shape.channels(), shape.height(), shape.width(), padHeight, padWidth);
    layouts.put(value, layout.apart(gap(model, value, shape)));
    return true;
  }

  /**
   * A line behind each feature of a sequence whose length is a multiple of 4: a product reads a vector or two of every
   * feature, and by themselves they would all fall into a few sets of the first cache. Not where others than kernels of
   * this network look: at its inputs, its result, and what another layer views under another shape.
   */
  private static int gap(ModelSpec model, String value, Shape shape) {
    return shape.isSequence()
        && shape.width() % 4 == 0
        && model.inputs().stream().noneMatch(input -> input.name().equals(value))
        && !model.output().name().equals(value)
        && model.consumersOf(value).stream().noneMatch(consumer -> consumer.layer().isView()) ? 1 : 0;
  }

  /**
   * In training the result of a layer has, where the gradient of its input is gathered, a halo for that, too. Not the
   * network's result, which the loss reads, and none that a consumer views under another shape.
   */
  private static Map<String, Layout> trainingLayouts(
      ModelSpec model, GradientFlow flow, Map<String, Layout> layouts) {
    Map<String, Layout> wider = new LinkedHashMap<>(layouts);
    for (LayerSpec layer : model.layers()) {
      List<LayerSpec> consumers = model.consumersOf(layer.name());
      Layout layout = layouts.get(layer.name());
      if (consumers.isEmpty()
          || layer.inputs().stream().noneMatch(flow::needs)
          || (layout.isContiguous() && consumers.stream().anyMatch(c -> c.layer().isView()))) {
        continue;
      }
      List<Shape> inputs = layer.inputs().stream().map(model::shapeOf).toList();
      boolean pruned = layer.prune() != null;
      wider.put(layer.name(), layout.halo(
          Math.max(layout.padHeight(), layer.layer().gradientPadHeight(inputs, layer.shape(), pruned)),
          Math.max(layout.padWidth(), layer.layer().gradientPadWidth(inputs, layer.shape(), pruned))));
    }
    return wider;
  }

  private static SlabPlan training(ModelSpec model, Map<String, Layout> read) {
    GradientFlow flow = GradientFlow.of(model);
    TokenMasks masks = TokenMasks.of(model);
    Map<String, Layout> layouts = trainingLayouts(model, flow, read);
    SlabPlan plan = new SlabPlan();
    int n = model.layers().size();
    model.inputs().forEach(i -> value(plan, i.name(), layouts, read, BEFORE, 2 * n + 1));
    for (int i = 0; i < n; i++) {
      LayerSpec layer = model.layers().get(i);
      Layout layout = layouts.get(layer.name());
      // Without training nothing is kept for a backward pass.
      int death = model.train() == null ? lastUse(model, i) : feedsWeights(model, layer) ? 2 * n + 1 : 2 * n - i;
      String input = layer.inputs().getFirst();
      boolean view =
          layer.layer().isView() && isView(layer, layouts) && model.consumersOf(input).size() == 1;
      if (view) {
        plan.valueView(layer.name(), layout, input, i, death);
      } else {
        value(plan, layer.name(), layouts, read, i, death);
      }
      if (layer.layer().keepsPreActivation(layer.activation())) {
        plan.value(layer.name() + ".pre", layout.halo(0, 0), i, death);
      }
      if (layer.layer().normalizes() && model.train() != null) {
        plan.value(layer.name() + ".lanes", Layout.vector(1), BEFORE, death);
      }
      if (layer.layer().keepsFactors()) {
        // Without training they are filled in once and read by every pass.
        plan.value(layer.name() + ".keep", layout.halo(0, 0), BEFORE, model.train() == null ? n : death);
      }
      for (Extra extra : extras(model, layer, masks)) {
        int end = model.train() == null || extra.life() == Life.RESULT ? passEnd(model, layer, extra, i)
            : extra.life() == Life.BACKWARD ? 2 * n - i : 2 * n + 1;
        plan.value(layer.name() + "." + extra.suffix(), Layout.vector(extra.lines()), i, end);
        if (extra.life() == Life.BACKWARD && flow.needs(layer.name())) {
          plan.gradient(layer.name() + "." + extra.suffix(), Layout.vector(extra.lines()), 2 * n - i, 2 * n - i);
        }
      }
    }
    gradients(model, layouts, flow, plan);
    return plan;
  }

  /** The index of the last layer that reads what layer i made beside its result, where there is no backward pass. */
  private static int passEnd(ModelSpec model, LayerSpec layer, Extra extra, int i) {
    int end = extra.life() == Life.ALWAYS ? model.layers().size() : i;
    for (int reader = i + 1; reader < model.layers().size(); reader++) {
      if (model.layers().get(reader).layer().readsExtras().contains(layer.name() + "." + extra.suffix())) {
        end = Math.max(end, reader);
      }
    }
    return end;
  }

  private static List<Extra> extras(ModelSpec model, LayerSpec layer, TokenMasks masks) {
    List<Shape> inputs = layer.inputs().stream().map(model::shapeOf).toList();
    return layer.layer().extras(inputs, layer.shape(), masks.ofInputs(layer) != null);
  }

  /**
   * Places a value.
   *
   * @param read the layouts whose halos are read as zeros
   */
  private static void value(
      SlabPlan plan, String name, Map<String, Layout> layouts, Map<String, Layout> read, int birth, int death) {
    if (read.get(name).hasHalo()) {
      plan.valueInZeros(name, layouts.get(name));
    } else {
      plan.value(name, layouts.get(name), birth, death);
    }
  }

  private static boolean feedsWeights(ModelSpec model, LayerSpec layer) {
    return model.consumersOf(layer.name()).stream().anyMatch(consumer -> consumer.weights() != null);
  }

  /** In layer order, so that a view finds its input's gradient. */
  private static void gradients(ModelSpec model, Map<String, Layout> layouts, GradientFlow flow, SlabPlan plan) {
    int n = model.layers().size();
    for (int i = 0; i < n; i++) {
      LayerSpec layer = model.layers().get(i);
      boolean output = i == n - 1;
      if (!output && !flow.needs(layer.name())) {
        continue;
      }
      int birth = output ? n : 2 * n - lastUse(model, i);
      int death = layer.weights() != null ? 2 * n + 1 : 2 * n - i;
      String input = layer.inputs().getFirst();
      if (plan.isView(layer.name(), input) && flow.needs(input)) {
        plan.gradientView(layer.name(), layouts.get(layer.name()), input, birth, death);
      } else {
        plan.gradient(layer.name(), layouts.get(layer.name()), birth, death);
      }
    }
  }

  private static SlabPlan inference(ModelSpec model, Map<String, Layout> read) {
    // The result of a layer that takes in a batch normalisation is the normalisation's: it lies where that does.
    Map<String, Layout> layouts = new LinkedHashMap<>(read);
    for (LayerSpec layer : model.layers()) {
      LayerSpec by = model.foldedInto(layer);
      if (by != null) {
        layouts.put(layer.name(), read.get(by.name()));
      }
    }
    Map<String, Layout> zeros = Map.copyOf(layouts);
    NarrowPlanes.align(model, layouts);
    SlabPlan plan = new SlabPlan();
    TokenMasks masks = TokenMasks.of(model);
    Set<String> removable = Removable.of(model);
    for (InputSpec input : model.inputs()) {
      int death = lastConsumer(model, input.name(), BEFORE);
      value(plan, input.name(), layouts, zeros, BEFORE, death);
    }
    for (int i = 0; i < model.layers().size(); i++) {
      LayerSpec layer = model.layers().get(i);
      if (model.isFolded(layer) || (layer.layer().isInferenceView() && isView(layer, layouts))) {
        plan.valueView(layer.name(), layouts.get(layer.name()), layer.inputs().getFirst(), i, lastUse(model, i));
      } else {
        value(plan, layer.name(), layouts, zeros, i, lastUse(model, i));
      }
      Layout between = layer.layer().between(layouts.get(layer.inputs().getFirst()), layer.shape());
      if (between != null) {
        plan.value(layer.name() + ".between", between, i, i);
      }
      if (Removable.begins(layer, removable)) {
        plan.value(layer.name() + ".begin", layouts.get(layer.name()), i, i);
      }
      for (Extra extra : extras(model, layer, masks)) {
        if (extra.life() != Life.GRADIENTS) {
          int end = passEnd(model, layer, extra, i);
          plan.value(layer.name() + "." + extra.suffix(), Layout.vector(extra.lines()), i, end);
        }
      }
    }
    return plan;
  }

  /** Whether the result of a layer that only gives its input another shape can lie on the input's lines. */
  private static boolean isView(LayerSpec layer, Map<String, Layout> layouts) {
    Layout input = layouts.get(layer.inputs().getFirst());
    Layout result = layouts.get(layer.name());
    return layer.activation() == null && (input.equals(result) || (input.isContiguous() && result.isContiguous()));
  }

  /** The index of the last layer that consumes a layer's result; for the output that of the loss. */
  private static int lastUse(ModelSpec model, int layer) {
    return layer == model.layers().size() - 1
        ? model.layers().size()
        : lastConsumer(model, model.layers().get(layer).name(), layer);
  }

  private static int lastConsumer(ModelSpec model, String value, int otherwise) {
    int last = otherwise;
    for (int i = 0; i < model.layers().size(); i++) {
      if (model.layers().get(i).inputs().contains(value)) {
        last = i;
      }
    }
    return last;
  }

  /** The plan with its lines, or null where a slab with lines of the given batch is larger than an array. */
  private static MemoryPlan place(
      ModelSpec model, SlabPlan plan, String slab, int batch, Consumer<Finding> findings) {
    double lines = plan.lay();
    double floats = lines * Math.ceilDiv(batch, CACHE_LINE) * CACHE_LINE;
    if (floats > MOST) {
      tooLarge(model, model.name(), floats, "floats in its " + slab + " slab (batch " + batch + ")", findings);
      return null;
    }
    return plan.placements();
  }

  private static void tooLarge(
      ModelSpec model, String name, double count, String what, Consumer<Finding> findings) {
    Diagnostic rule = Diagnostic.TOO_LARGE;
    findings.accept(new Finding(rule.with(name, "%.0f".formatted(count), what, MOST), model.source()));
  }
}
