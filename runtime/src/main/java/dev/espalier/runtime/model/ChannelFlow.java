package dev.espalier.runtime.model;

/** Where the channels of a layer's result come from. A vector has a channel for each feature. */
public enum ChannelFlow {
  /** Each is made by a row of the layer's weights. */
  OWN,
  /** Each is made of the same channel of the only input, and a constant channel stays constant. */
  EACH,
  /** As {@link #EACH}, of a window that may reach beyond the edge, where it finds zeros. */
  PADDED,
  /** Each is made of the same channel of the only input, times a factor and plus an offset of its own. */
  SCALED,
  /** Each is the sum of the same channel of every input. */
  SUM,
  /** Those of the inputs one after the other. */
  JOINED,
  /** Each channel of the input becomes as many as it has values. */
  FLATTENED,
  /** Each depends on those channels of all inputs that belong to the same head of attention. */
  HEADS,
  /** Each depends on all channels of all inputs, or nothing is known of them. */
  MIXED
}
