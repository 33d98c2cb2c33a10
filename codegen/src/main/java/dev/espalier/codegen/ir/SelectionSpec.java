package dev.espalier.codegen.ir;

/**
 * Pruning of a layer's values as declared; 0 where an element is not given.
 *
 * @param threshold what is smaller goes
 * @param top values of a sample that stay
 * @param share of a sample's values that stays
 * @param n of m neighbours that stay
 * @param m neighbours along features or channels
 */
public record SelectionSpec(double threshold, int top, double share, int n, int m, SourceRef source) {}
