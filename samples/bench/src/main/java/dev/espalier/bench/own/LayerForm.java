package dev.espalier.bench.own;

import java.util.List;

/** The execution forms that the compiler generates for a layer's result. */
enum LayerForm {
  /** All weights, tiled. */
  DENSE("dense"),
  /** Kept weights by compressed sparse rows. */
  ROWS("rows"),
  /** Kept weights of two rows at a time. */
  PANELS("panels"),
  /** Kept weights in strips of rows that share their columns, for patterns that have such. */
  STRIPS("strips"),
  /** Kept weights under a bitmap. */
  BITMAP("bitmap");

  private final String text;

  LayerForm(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }

  static List<LayerForm> all() {
    return List.of(values());
  }
}
