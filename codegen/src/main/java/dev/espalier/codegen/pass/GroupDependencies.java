package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ChannelTie;
import dev.espalier.codegen.ir.ChannelTie.Span;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds the output channels that must be removed together or not at all. After InferShapes, because ties run channel by
 * channel; before PlanPruning, which is where policies meet.
 *
 * <p>Each channel of a value is traced to the channels of layers with weights that made it. What a sum adds is joined; so
 * are input and output of a depthwise convolution, whose filter has nothing left to read when its channel is gone. Masks
 * alone do not need this: a masked channel keeps its place. Removing it does.
 */
public final class GroupDependencies implements Pass {

  @Override
  public String name() {
    return "GroupDependencies";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    return model.tied(new Tracing(model).ties());
  }

  /** Node 0 is the world outside, which nobody can remove; every output channel of a layer with weights is another. */
  private static final class Tracing {
    private static final int OUTSIDE = 0;

    private final ModelSpec model;
    private final List<String> owners = new ArrayList<>(List.of(""));
    private final List<Integer> channels = new ArrayList<>(List.of(0));
    private final Map<String, int[]> origins = new HashMap<>();
    private int[] parents = new int[16];

    Tracing(ModelSpec model) {
      this.model = model;
    }

    List<ChannelTie> ties() {
      for (InputSpec input : model.inputs()) {
        origins.put(input.name(), new int[input.shape().channels()]);
      }
      for (LayerSpec layer : model.layers()) {
        origins.put(layer.name(), trace(layer));
      }
      for (int node : origins.get(model.output().name())) {
        join(node, OUTSIDE);
      }
      return runs();
    }

    /** For every channel of the layer's result the node that it comes from. */
    private int[] trace(LayerSpec layer) {
      List<int[]> inputs = layer.inputs().stream().map(origins::get).toList();
      if (layer.weights() != null && !layer.weights().isProduct()) {
        return whole(layer, inputs.getFirst());
      }
      if (layer.weights() != null) {
        return own(layer, inputs.getFirst());
      }
      int[] first = inputs.getFirst();
      int total = inputs.stream().mapToInt(i -> i.length).sum();
      if (inputs.size() > 1 && layer.shape().channels() == total) {
        return inputs.stream().flatMapToInt(Arrays::stream).toArray();
      }
      if (layer.shape().channels() != first.length) {
        Shape input = model.shapeOf(layer.inputs().getFirst());
        return layer.shape().channels() == input.size() ? flattened(first, input) : whole(layer, first);
      }
      for (int[] other : inputs) {
        for (int c = 0; c < first.length; c++) {
          join(first[c], other[c]);
        }
      }
      return first;
    }

    /** What a layer makes that goes through its channels by no rule that is known: none of them can leave. */
    private int[] whole(LayerSpec layer, int[] input) {
      for (int node : input) {
        join(node, OUTSIDE);
      }
      return new int[layer.shape().channels()];
    }

    private int[] own(LayerSpec layer, int[] input) {
      int filters = layer.weights().filters();
      int[] nodes = new int[filters];
      for (int f = 0; f < filters; f++) {
        nodes[f] = owners.size();
        owners.add(layer.name());
        channels.add(f);
      }
      if (owners.size() > parents.length) {
        parents = Arrays.copyOf(parents, Math.max(2 * parents.length, owners.size()));
      }
      for (int node : nodes) {
        parents[node] = node;
      }
      boolean depthwise = layer.weights().groups() > 1 && layer.weights().groups() == layer.weights().channels();
      if (depthwise) {
        int filtersOfChannel = filters / layer.weights().groups();
        for (int f = 0; f < filters; f++) {
          join(nodes[f], input[f / filtersOfChannel]);
        }
      }
      return nodes;
    }

    private static int[] flattened(int[] input, Shape image) {
      int plane = image.height() * image.width();
      int[] origin = new int[input.length * plane];
      Arrays.setAll(origin, i -> input[i / plane]);
      return origin;
    }

    private void join(int a, int b) {
      int rootA = root(a);
      int rootB = root(b);
      parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private int root(int node) {
      int at = node;
      while (parents[at] != at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
      }
      return at;
    }

    /** Sets of joined channels, those next to one another in every layer put together. */
    private List<ChannelTie> runs() {
      Map<Integer, List<Span>> sets = new TreeMap<>();
      for (int node = 1; node < owners.size(); node++) {
        int key = root(node) == OUTSIDE ? -node : root(node);
        sets.computeIfAbsent(key, k -> new ArrayList<>()).add(new Span(owners.get(node), channels.get(node), 1));
      }
      List<ChannelTie> ties = new ArrayList<>();
      sets.entrySet().stream()
          .sorted(Map.Entry.comparingByKey((a, b) -> Integer.compare(Math.abs(a), Math.abs(b))))
          .forEach(set -> append(ties, new ChannelTie(set.getValue(), set.getKey() < 0)));
      return ties.stream().filter(t -> t.fixed() || t.spans().size() > 1).toList();
    }

    private static void append(List<ChannelTie> ties, ChannelTie next) {
      ChannelTie last = ties.isEmpty() ? null : ties.getLast();
      if (last != null && continues(last, next)) {
        List<Span> longer = last.spans().stream().map(s -> new Span(s.layer(), s.first(), s.count() + 1)).toList();
        ties.set(ties.size() - 1, new ChannelTie(longer, last.fixed()));
      } else {
        ties.add(next);
      }
    }

    private static boolean continues(ChannelTie run, ChannelTie next) {
      boolean same = run.fixed() == next.fixed() && run.spans().size() == next.spans().size();
      for (int i = 0; same && i < run.spans().size(); i++) {
        Span span = run.spans().get(i);
        same = span.layer().equals(next.spans().get(i).layer())
            && span.first() + span.count() == next.spans().get(i).first();
      }
      return same;
    }
  }
}
