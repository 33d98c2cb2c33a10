package dev.espalier.runtime.model;

/** What a layer does with its weights. */
public enum WeightUse {
  /** Multiplies inputs by them and adds up: what policies prune, and encodings and execution forms are for. */
  PRODUCT,
  /** Looks rows up: vectors of tokens or of places. */
  TABLE,
  /** Multiplies each channel by one, and adds its bias. */
  SCALE,
  /** Compares scores with it. */
  THRESHOLD
}
