package dev.espalier.runtime.structure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Output channels of layers with weights that the graph ties together: channel k of every span stays or leaves with
 * channel k of the others, because a sum or a depthwise convolution joins them.
 *
 * @param spans runs of channels of equal length, in the order of the layers
 * @param fixed whether they cannot leave: they are joined with an input of the network, or are its result
 * @param joins what ties them, for people: {@code sum adds conv2 and shortcut}; in the order of the layers
 */
public record ChannelTie(List<Span> spans, boolean fixed, List<String> joins) {

  public ChannelTie {
    spans = List.copyOf(spans);
    joins = List.copyOf(joins);
  }

  /** The channels {@code first} to {@code first + count - 1} of a layer. */
  public record Span(String layer, int first, int count) {
    @Override
    public String toString() {
      return layer + "[" + first + ".." + (first + count - 1) + "]";
    }
  }

  @Override
  public String toString() {
    return spans.stream().map(Span::toString).collect(Collectors.joining(" = ")) + (fixed ? " fixed" : "");
  }
}
