package dev.espalier.runtime.mask;

import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.model.WeightGeometry;

/**
 * All weights that read one input channel are a group. Of a convolution in channel groups, the filters of group k read
 * the channels of group k alone.
 *
 * @param filters all filters
 * @param channels all input channels
 * @param kernel weights of one filter and channel
 * @param convolutionGroups divides filters and channels
 */
public record ChannelGrouping(int filters, int channels, int kernel, int convolutionGroups) implements Grouping {

  /** The input channels of a layer. */
  static ChannelGrouping of(WeightGeometry geometry) {
    return new ChannelGrouping(
        geometry.filters(), geometry.channels(), geometry.kernelHeight() * geometry.kernelWidth(), geometry.groups());
  }

  @Override
  public Granularity granularity() {
    return Granularity.CHANNEL;
  }

  @Override
  public int groups() {
    return channels;
  }

  @Override
  public int elements() {
    return filters * channelsOfGroup() * kernel;
  }

  @Override
  public int group(int element) {
    int plane = element / kernel;
    int filter = plane / channelsOfGroup();
    int convolutionGroup = filter / filtersOfGroup();
    return convolutionGroup * channelsOfGroup() + plane % channelsOfGroup();
  }

  @Override
  public int size(int group) {
    return filtersOfGroup() * kernel;
  }

  @Override
  public boolean coversBias() {
    return false;
  }

  private int channelsOfGroup() {
    return channels / convolutionGroups;
  }

  private int filtersOfGroup() {
    return filters / convolutionGroups;
  }
}
