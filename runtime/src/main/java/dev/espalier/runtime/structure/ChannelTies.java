package dev.espalier.runtime.structure;

import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.structure.ChannelTie.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the output channels that must be removed together or not at all.
 *
 * <p>Each channel of a value is traced to the channels of layers with weights that made it. What a sum adds is joined;
 * so are input and output of a depthwise convolution, whose filter has nothing left to read when its channel is gone.
 * Masks alone do not need this: a masked channel keeps its place. Removing it does.
 */
public final class ChannelTies {
  /** Node 0 is the world outside, which nobody can remove; every output channel of a layer with weights is another. */
  private static final int OUTSIDE = 0;

  private final List<String> owners = new ArrayList<>(List.of(""));
  private final List<Integer> channels = new ArrayList<>(List.of(0));
  private final Map<String, int[]> origins = new HashMap<>();
  private final Map<Integer, Set<String>> joins = new HashMap<>();
  private int[] parents = new int[16];

  private ChannelTies() {}

  /**
   * A layer as far as its channels go.
   *
   * @param channels of its result
   * @param weights null where it has none
   */
  public record Node(String name, ChannelFlow flow, List<String> inputs, int channels, WeightGeometry weights) {

    /** Whether each filter reads one channel alone. */
    boolean isDepthwise() {
      return weights.groups() > 1 && weights.groups() == weights.channels();
    }
  }

  /** The ties of a network. */
  public static List<ChannelTie> of(Blueprint blueprint) {
    Map<String, Integer> inputs = new LinkedHashMap<>();
    blueprint.inputs().forEach(input -> inputs.put(input.name(), input.training().channels()));
    return of(inputs, blueprint.layers().stream()
        .map(l -> new Node(l.name(), l.channels().flow(), l.inputs(), l.output().channels(), l.weights()))
        .toList());
  }

  /**
   * The ties of a network.
   *
   * @param inputs the channels of each of its inputs
   * @param layers each after what it consumes, the last one the output
   */
  public static List<ChannelTie> of(Map<String, Integer> inputs, List<Node> layers) {
    ChannelTies ties = new ChannelTies();
    inputs.forEach((name, count) -> ties.origins.put(name, new int[count]));
    for (Node layer : layers) {
      ties.origins.put(layer.name(), ties.trace(layer));
    }
    Node output = layers.getLast();
    for (int node : ties.origins.get(output.name())) {
      ties.join(node, OUTSIDE, output.name() + " is the result");
    }
    return ties.runs();
  }

  /** For every channel of the layer's result the node that it comes from. */
  private int[] trace(Node layer) {
    List<int[]> inputs = layer.inputs().stream().map(origins::get).toList();
    int[] first = inputs.getFirst();
    return switch (layer.flow()) {
      case OWN -> own(layer, first);
      case EACH, PADDED, SCALED, HEADS -> first;
      case SUM -> {
        String join = layer.name() + " adds " + String.join(" and ", layer.inputs());
        for (int[] other : inputs) {
          for (int c = 0; c < first.length; c++) {
            join(first[c], other[c], join);
          }
        }
        yield first;
      }
      case JOINED -> inputs.stream().flatMapToInt(Arrays::stream).toArray();
      case FLATTENED -> {
        int[] origin = new int[layer.channels()];
        int plane = layer.channels() / first.length;
        Arrays.setAll(origin, i -> first[i / plane]);
        yield origin;
      }
      case MIXED -> layer.weights() == null && layer.channels() == first.length ? first : whole(layer, inputs);
    };
  }

  /** What a layer makes that goes through its channels by no rule that is known: none of them can leave. */
  private int[] whole(Node layer, List<int[]> inputs) {
    for (int[] input : inputs) {
      for (int node : input) {
        join(node, OUTSIDE, layer.name() + " takes the channels of " + String.join(" and ", layer.inputs())
            + " together");
      }
    }
    return new int[layer.channels()];
  }

  private int[] own(Node layer, int[] input) {
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
    if (layer.isDepthwise()) {
      int filtersOfChannel = filters / layer.weights().groups();
      for (int f = 0; f < filters; f++) {
        join(nodes[f], input[f / filtersOfChannel],
            layer.name() + " reads " + layer.inputs().getFirst() + " channel by channel");
      }
    }
    return nodes;
  }

  private void join(int a, int b, String why) {
    int rootA = root(a);
    int rootB = root(b);
    int low = Math.min(rootA, rootB);
    int high = Math.max(rootA, rootB);
    if (low == high) {
      return;
    }
    Set<String> of = joins.computeIfAbsent(high, _ -> new LinkedHashSet<>());
    if (low == OUTSIDE) {
      // The world outside ties nothing to anything else: its channels remember each for itself what they were joined
      // by.
      of.add(why);
      for (int node = 1; node < owners.size(); node++) {
        if (node != high && root(node) == high) {
          joins.computeIfAbsent(node, _ -> new LinkedHashSet<>()).addAll(of);
        }
      }
    } else {
      Set<String> both = joins.computeIfAbsent(low, _ -> new LinkedHashSet<>());
      both.addAll(of);
      both.add(why);
    }
    parents[high] = low;
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
    Map<Integer, List<Integer>> sets = new TreeMap<>();
    for (int node = 1; node < owners.size(); node++) {
      int key = root(node) == OUTSIDE ? -node : root(node);
      sets.computeIfAbsent(key, k -> new ArrayList<>()).add(node);
    }
    List<ChannelTie> ties = new ArrayList<>();
    sets.entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> Integer.compare(Math.abs(a), Math.abs(b))))
        .forEach(set -> append(ties, tie(set.getKey(), set.getValue())));
    return ties.stream().filter(t -> t.fixed() || t.spans().size() > 1).toList();
  }

  private ChannelTie tie(int key, List<Integer> nodes) {
    List<Span> spans = nodes.stream().map(n -> new Span(owners.get(n), channels.get(n), 1)).toList();
    return new ChannelTie(spans, key < 0, List.copyOf(joins.getOrDefault(Math.abs(key), Set.of())));
  }

  private static void append(List<ChannelTie> ties, ChannelTie next) {
    ChannelTie last = ties.isEmpty() ? null : ties.getLast();
    if (last != null && continues(last, next)) {
      List<Span> longer = last.spans().stream().map(s -> new Span(s.layer(), s.first(), s.count() + 1)).toList();
      ties.set(ties.size() - 1, new ChannelTie(longer, last.fixed(), last.joins()));
    } else {
      ties.add(next);
    }
  }

  private static boolean continues(ChannelTie run, ChannelTie next) {
    boolean same = run.fixed() == next.fixed()
        && run.spans().size() == next.spans().size()
        && run.joins().equals(next.joins());
    for (int i = 0; same && i < run.spans().size(); i++) {
      Span span = run.spans().get(i);
      same = span.layer().equals(next.spans().get(i).layer())
          && span.first() + span.count() == next.spans().get(i).first();
    }
    return same;
  }
}
