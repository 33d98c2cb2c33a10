package dev.espalier.dsl;

/** How layers that are pruned together share a sparsity. */
public enum Densities {
  /** By the ranking of their groups: the lowest scores go, wherever they are. */
  RANKED,
  /**
   * Each layer keeps a share in proportion to {@code (in + out) / (in * out)}, so that larger layers become sparser
   * (Mocanu 2018); within a layer the lowest scores go.
   */
  ERDOS_RENYI,
  /**
   * The same with the kernel's extents: {@code (in + out + rows + columns) / (in * out * rows * columns)} (Evci 2020).
   */
  ERDOS_RENYI_KERNEL
}
