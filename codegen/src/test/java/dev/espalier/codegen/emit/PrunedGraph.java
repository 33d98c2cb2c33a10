package dev.espalier.codegen.emit;

import dev.espalier.codegen.ir.ModelSpec;
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
import dev.espalier.codegen.layer.UpsampleLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.structure.ChannelTie;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Small networks by seed, of residual blocks, concatenations, depthwise, grouped, padded, strided and dilated
 * convolutions, values that several layers read, pools, upsampling and dense layers, with policies at random that take
 * filters, neurons and input channels wherever the graph allows it.
 */
final class PrunedGraph {
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

  private final SplittableRandom random;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<String> unconsumed = new ArrayList<>();
  private final List<Declared> layers = new ArrayList<>();
  private int names;

  private record Declared(String name, Layer layer, Activation activation, List<String> inputs) {
    boolean isDepthwise(Map<String, Shape> shapes) {
      return layer instanceof Conv2dLayer conv && conv.groups() > 1
          && conv.groups() == shapes.get(inputs.getFirst()).channels();
    }

    /** Input channels of a convolution's group. */
    int channels(Map<String, Shape> shapes) {
      int channels = shapes.get(inputs.getFirst()).channels();
      return layer instanceof Conv2dLayer conv ? channels / conv.groups() : channels;
    }

    boolean isWeighted() {
      return layer instanceof Conv2dLayer || layer instanceof DenseLayer;
    }
  }

  private PrunedGraph(long seed) {
    random = new SplittableRandom(seed);
    int height = 4 + random.nextInt(3);
    int width = 4 + random.nextInt(4);
    input("image", Shape.of(1 + random.nextInt(3), height, width));
    if (random.nextInt(4) == 0) {
      input("more", Shape.of(2, height, width));
    }
  }

  private void input(String name, Shape shape) {
    shapes.put(name, shape);
    unconsumed.add(name);
  }

  /** A network of about so many parts, with policies, as the compiler leaves it. */
  static ModelSpec of(String name, long seed, int parts, boolean vector) {
    PrunedGraph graph = new PrunedGraph(seed);
    graph.add(graph.conv(graph.shapes.get("image"), 4 + graph.random.nextInt(4), 3, 1, 1), graph.perhaps(), "image");
    for (int i = 0; i < parts; i++) {
      graph.grow();
    }
    graph.join();
    ModelSpec plain = graph.model(name, vector, Map.of());
    return graph.model(name, vector, graph.policies(plain.ties()));
  }

  private ModelSpec model(String name, boolean vector, Map<String, PrunePolicy> policies) {
    Models model = Models.model("some.pkg", name).train(null);
    shapes.keySet().stream().filter(v -> layers.stream().noneMatch(l -> l.name().equals(v)))
        .forEach(v -> model.input(v, shapes.get(v).extents().toArray(Integer[]::new)));
    for (Declared layer : layers) {
      model.layer(layer.name(), layer.layer(), layer.activation(), policies.get(layer.name()),
          layer.inputs().toArray(String[]::new));
    }
    return (vector ? model : model.portable()).selected();
  }

  private void grow() {
    List<String> images = shapes.keySet().stream().filter(v -> shapes.get(v).isImage()).toList();
    // Later values more often, so that networks become deep.
    String value = images.get(Math.max(random.nextInt(images.size()), random.nextInt(images.size())));
    Shape shape = shapes.get(value);
    List<String> alike = images.stream()
        .filter(v -> shapes.get(v).height() == shape.height() && shapes.get(v).width() == shape.width())
        .filter(v -> !v.equals(value)).toList();
    switch (random.nextInt(13)) {
      case 0, 1 -> residual(value, shape);
      case 2 -> block(conv(shape, 2 + random.nextInt(5), 1, 1, 1), value);
      case 3 -> block(conv(shape, 2 + random.nextInt(5), 3, 1 + random.nextInt(2), 1), value);
      case 4, 5 -> block(conv(shape, shape.channels() * (1 + random.nextInt(2)), 3, 1, shape.channels()), value);
      case 6 -> {
        int groups = shape.channels() % 2 == 0 ? 2 : 1;
        block(conv(shape, groups * (1 + random.nextInt(3)), 3, 1, groups), value);
      }
      case 7 -> {
        if (!alike.isEmpty() && shape.channels() < 12) {
          add(new ConcatLayer(), perhaps(), value, alike.get(random.nextInt(alike.size())));
        }
      }
      case 8 -> {
        List<String> same = alike.stream().filter(v -> shapes.get(v).equals(shape)).toList();
        if (!same.isEmpty()) {
          add(new AddLayer(), perhaps(), value, same.get(random.nextInt(same.size())));
        }
      }
      case 9 -> add(new BatchNormLayer(0.1, 1e-3), perhaps(), value);
      case 10 -> pool(value, shape);
      case 11 -> {
        if (shape.height() * shape.width() <= 16) {
          add(new UpsampleLayer(List.of(1 + random.nextInt(2), 2)), null, value);
        }
      }
      default -> add(random.nextBoolean() ? new ActivateLayer() : new DropoutLayer(0.5), anActivation(), value);
    }
  }

  /** Two convolutions, the second of which is added to what the first one read. */
  private void residual(String value, Shape shape) {
    String inner = block(conv(shape, 2 + random.nextInt(5), 1 + 2 * random.nextInt(2), 1, 1), value);
    Shape between = shapes.get(inner);
    if (between.height() == shape.height() && between.width() == shape.width()) {
      String outer = add(conv(between, shape.channels(), 3, 1, 1), null, inner);
      if (random.nextBoolean()) {
        outer = add(new BatchNormLayer(0.1, 1e-3), null, outer);
      }
      if (shapes.get(outer).equals(shape)) {
        add(new AddLayer(), perhaps(), outer, value);
      }
    }
  }

  private String block(Layer layer, String value) {
    boolean normalised = random.nextInt(3) > 0;
    String result = add(layer, normalised ? null : perhaps(), value);
    return normalised ? add(new BatchNormLayer(0.1, 1e-3), perhaps(), result) : result;
  }

  private void pool(String value, Shape shape) {
    int window = least(shape, 2 + random.nextInt(2));
    List<Integer> stride = List.of(1 + random.nextInt(2));
    add(random.nextBoolean()
        ? new MaxPoolLayer(List.of(window), stride)
        : new AvgPoolLayer(List.of(window), stride, List.of(window / 2)), perhaps(), value);
  }

  private Conv2dLayer conv(Shape shape, int filters, int kernel, int stride, int groups) {
    int taps = least(shape, kernel);
    boolean apart = taps == 3 && random.nextInt(5) == 0 && Math.min(shape.height(), shape.width()) > 4;
    int padding = random.nextInt(5) == 0 ? 0 : (apart ? 2 : 1) * (taps / 2);
    return new Conv2dLayer(filters, List.of(taps), List.of(stride), List.of(padding), List.of(apart ? 2 : 1), groups,
        random.nextBoolean());
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
    String name = "v" + names++;
    List<Shape> inputs = Stream.of(values).map(shapes::get).toList();
    shapes.put(name, layer.infer(name, List.of(values), inputs, p -> {
      throw new AssertionError(p);
    }));
    layers.add(new Declared(name, layer, layer instanceof DropoutLayer ? null : activation, List.of(values)));
    unconsumed.removeAll(List.of(values));
    unconsumed.add(name);
    return name;
  }

  /** Makes one vector of everything that nobody consumes, and two dense layers over it. */
  private void join() {
    for (String value : List.copyOf(unconsumed)) {
      add(random.nextBoolean() ? new FlattenLayer() : new GlobalAvgPoolLayer(), null, value);
    }
    String all = unconsumed.size() > 1
        ? add(new ConcatLayer(), null, unconsumed.toArray(String[]::new)) : unconsumed.getFirst();
    String hidden = add(new DenseLayer(3 + random.nextInt(4), random.nextBoolean()), perhaps(), all);
    add(new DenseLayer(3, true), null, hidden);
  }

  /** Those that the ties allow: layers that are tied have one, or follow, or have none. */
  private Map<String, PrunePolicy> policies(List<ChannelTie> ties) {
    Map<String, Integer> cluster = new HashMap<>();
    Map<Integer, Boolean> fixed = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      cluster.put(layers.get(i).name(), i);
    }
    for (ChannelTie tie : ties) {
      int into = cluster.get(tie.spans().getFirst().layer());
      for (ChannelTie.Span span : tie.spans()) {
        int from = cluster.get(span.layer());
        cluster.replaceAll((_, of) -> of == from ? into : of);
      }
      if (tie.fixed()) {
        tie.spans().forEach(span -> fixed.put(cluster.get(span.layer()), true));
      }
    }
    for (ChannelTie tie : ties) {
      if (tie.fixed()) {
        fixed.put(cluster.get(tie.spans().getFirst().layer()), true);
      }
    }
    Map<Integer, Integer> fewest = new HashMap<>();
    layers.stream().filter(Declared::isWeighted)
        .forEach(l -> fewest.merge(cluster.get(l.name()), shapes.get(l.name()).channels(), Math::min));
    Map<Integer, Double> sparsities = new HashMap<>();
    Map<String, PrunePolicy> policies = new LinkedHashMap<>();
    for (Declared layer : layers.stream().filter(Declared::isWeighted).toList()) {
      int of = cluster.get(layer.name());
      double sparsity = sparsities.computeIfAbsent(of, _ -> random.nextInt(4) == 0 ? 0 : sparsity(fewest.get(of)));
      boolean follows = layer.isDepthwise(shapes);
      Granularity rows = layer.layer() instanceof DenseLayer ? Granularity.NEURON : Granularity.FILTER;
      if (sparsity > 0 && !fixed.containsKey(of) && !(follows && of % 2 == 0)) {
        policies.put(layer.name(), PrunePolicy.toSparsity(sparsity).granularity(rows));
      } else if (!follows && random.nextInt(3) == 0 && sparsity(layer.channels(shapes)) > 0) {
        policies.put(layer.name(),
            PrunePolicy.toSparsity(sparsity(layer.channels(shapes))).granularity(Granularity.CHANNEL));
      }
    }
    return policies;
  }

  /** That takes at least one of so many groups and leaves at least one; 0 where there is one alone. */
  private double sparsity(int groups) {
    return groups == 1 ? 0 : (1 + random.nextInt(groups - 1)) / (double) groups;
  }
}
