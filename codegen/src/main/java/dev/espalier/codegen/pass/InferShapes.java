package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.Stage;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives every value its shape and puts the layers into an order in which each stands after what it consumes; where that
 * leaves a choice, the declared order stays. Runs before all that counts weights. The graph is closed and acyclic and
 * elements are in their ranges, as {@code ValidateModel} made sure.
 *
 * <p>A layer whose shape cannot be told does not hide the problems of layers that do not depend on it. With a problem,
 * the model is returned as it was.
 */
public final class InferShapes implements Pass {
  /** What HotSpot lets an array hold. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  @Override
  public String name() {
    return "InferShapes";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    Map<String, Shape> shapes = new HashMap<>();
    for (InputSpec input : model.inputs()) {
      if (fits(input.name(), "values", extents(input.shape()), p -> findings.accept(new Finding(p, input.source())))) {
        shapes.put(input.name(), input.shape());
      }
    }
    List<LayerSpec> shaped = new ArrayList<>();
    for (LayerSpec layer : ordered(model)) {
      if (shapes.keySet().containsAll(layer.inputs())) {
        LayerSpec result = shape(layer, shapes, p -> findings.accept(new Finding(p, layer.source())));
        if (result != null) {
          shapes.put(layer.name(), result.shape());
          shaped.add(result);
        }
      }
    }
    if (shaped.size() < model.layers().size()) {
      return model;
    }
    if (!outputFitsLoss(model, shaped.getLast(), findings)) {
      return model;
    }
    return model.at(Stage.SHAPED, shaped);
  }

  /** The layer with its shape and weights, or null after a problem. */
  private static LayerSpec shape(LayerSpec layer, Map<String, Shape> shapes, Consumer<Problem> problems) {
    List<Shape> inputs = layer.inputs().stream().map(shapes::get).toList();
    Shape shape = layer.layer().infer(layer.name(), layer.inputs(), inputs, problems);
    if (shape == null || !fits(layer.name(), "values", extents(shape), problems)) {
      return null;
    }
    WeightGeometry weights = layer.layer().weights(inputs);
    if (weights != null && !fits(layer.name(), "weights", extents(weights), problems)) {
      return null;
    }
    return layer.shaped(shape, weights);
  }

  private static long[] extents(Shape shape) {
    return shape.extents().stream().mapToLong(Integer::longValue).toArray();
  }

  private static long[] extents(WeightGeometry w) {
    return new long[] {w.filters(), w.channels() / w.groups(), w.kernelHeight(), w.kernelWidth()};
  }

  private static boolean fits(String name, String what, long[] extents, Consumer<Problem> problems) {
    BigInteger product = BigInteger.ONE;
    for (long extent : extents) {
      product = product.multiply(BigInteger.valueOf(extent));
    }
    if (product.compareTo(BigInteger.valueOf(MOST)) <= 0) {
      return true;
    }
    problems.accept(Diagnostic.TOO_LARGE.with(name, product, what, MOST));
    return false;
  }

  private static boolean outputFitsLoss(ModelSpec model, LayerSpec output, Consumer<Finding> findings) {
    if (model.train() == null || output.shape().rank() == 1) {
      return true;
    }
    Problem problem =
        Diagnostic.OUTPUT_NOT_A_VECTOR.with(output.name(), output.shape(), model.train().settings().loss());
    findings.accept(new Finding(problem, output.source()));
    return false;
  }

  /** Kahn 1962, taking the first declared of the layers that are ready. */
  private static List<LayerSpec> ordered(ModelSpec model) {
    Map<String, LayerSpec> waiting = new LinkedHashMap<>();
    model.layers().forEach(l -> waiting.put(l.name(), l));
    List<LayerSpec> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      LayerSpec ready =
          waiting.values().stream()
              .filter(l -> l.inputs().stream().noneMatch(waiting::containsKey))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("The layers " + waiting.keySet() + " form a cycle."));
      ordered.add(ready);
      waiting.remove(ready.name());
    }
    return ordered;
  }
}
