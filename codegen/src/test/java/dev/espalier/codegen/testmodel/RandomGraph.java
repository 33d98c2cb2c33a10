package dev.espalier.codegen.testmodel;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.layer.ActivateLayer;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.AvgPoolLayer;
import dev.espalier.codegen.layer.BatchNormLayer;
import dev.espalier.codegen.layer.ConcatLayer;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.DropoutLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.layer.Layer;
import dev.espalier.codegen.layer.MaxPoolLayer;
import dev.espalier.dsl.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small networks of all layers with branches, joins and shared values, by seed. */
public final class RandomGraph {
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

  private final SplittableRandom random;
  private final Graph graph;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<String> unconsumed = new ArrayList<>();
  private int names;

  private RandomGraph(long seed) {
    random = new SplittableRandom(seed);
    graph = Graph.input("image", 2, 4, 5).and("vector", 4);
    shapes.put("image", Shape.of(2, 4, 5));
    shapes.put("vector", Shape.of(4));
    unconsumed.addAll(shapes.keySet());
  }

  /** A network of about the given number of layers that ends in a vector. */
  public static Graph of(long seed, int layers) {
    RandomGraph random = new RandomGraph(seed);
    for (int i = 0; i < layers; i++) {
      random.grow();
    }
    random.join();
    return random.graph;
  }

  private void grow() {
    List<String> values = new ArrayList<>(shapes.keySet());
    String value = values.get(random.nextInt(values.size()));
    Shape shape = shapes.get(value);
    List<String> same = values.stream().filter(v -> shapes.get(v).equals(shape)).toList();
    switch (random.nextInt(shape.isImage() ? 10 : 6)) {
      case 0 -> add(new ActivateLayer(), anActivation(), value);
      case 1 -> add(new DropoutLayer(0.5), null, value);
      case 2 -> add(new ConcatLayer(), perhaps(), value, same.get(random.nextInt(same.size())));
      case 3 -> add(new AddLayer(), perhaps(), value, same.get(random.nextInt(same.size())));
      case 4 -> weighted(value, shape);
      case 5 -> add(new BatchNormLayer(0.1, 1e-3), perhaps(), value);
      case 6 -> add(new FlattenLayer(), random.nextInt(4) == 0 ? perhaps() : null, value);
      case 7 -> add(new MaxPoolLayer(List.of(least(shape, 2)), List.of(1 + random.nextInt(2))), perhaps(), value);
      case 8 -> {
        int window = least(shape, 3);
        add(new AvgPoolLayer(List.of(window), List.of(1 + random.nextInt(2)), List.of(window / 2)), perhaps(), value);
      }
      default -> weighted(value, shape);
    }
  }

  private void weighted(String value, Shape shape) {
    if (!shape.isImage()) {
      add(new DenseLayer(1 + random.nextInt(5), random.nextBoolean()), perhaps(), value);
      return;
    }
    int kernel = least(shape, 3);
    int groups = random.nextInt(3) == 0 ? shape.channels() : 1;
    add(
        new Conv2dLayer(
            groups * (1 + random.nextInt(2)),
            List.of(kernel),
            List.of(1 + random.nextInt(2)),
            List.of(kernel / 2),
            groups,
            random.nextBoolean()),
        perhaps(),
        value);
  }

  private static int least(Shape shape, int extent) {
    return Math.min(extent, Math.min(shape.height(), shape.width()));
  }

  private Activation anActivation() {
    return ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
  }

  private Activation perhaps() {
    return random.nextBoolean() ? anActivation() : null;
  }

  private String add(Layer layer, Activation activation, String... values) {
    List<String> distinct = List.of(values).stream().distinct().toList();
    if (values.length > 1 && distinct.size() < 2) {
      return null;
    }
    String name = "v" + names++;
    List<Shape> inputs = distinct.stream().map(shapes::get).toList();
    Shape shape =
        layer.infer(
            name,
            distinct,
            inputs,
            p -> {
              throw new AssertionError(p);
            });
    graph.layer(name, layer, activation, values);
    shapes.put(name, shape);
    unconsumed.removeAll(distinct);
    unconsumed.add(name);
    return name;
  }

  /** Makes one vector of everything that nobody consumes. */
  private void join() {
    for (String value : List.copyOf(unconsumed)) {
      if (shapes.get(value).isImage()) {
        add(random.nextBoolean() ? new FlattenLayer() : new GlobalAvgPoolLayer(), null, value);
      }
    }
    if (unconsumed.size() > 1) {
      add(new ConcatLayer(), null, unconsumed.toArray(String[]::new));
    }
    add(new DenseLayer(3, true), null, unconsumed.getFirst());
  }
}
