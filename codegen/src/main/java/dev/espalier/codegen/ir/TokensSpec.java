package dev.espalier.codegen.ir;

import dev.espalier.dsl.TokenScore;

/**
 * Pruning of the tokens behind an attention as declared; 0 where an element is not given.
 *
 * @param keep tokens of a sample that stay at most
 * @param share of a sample's tokens that stays
 * @param threshold what scores less goes
 * @param score what tokens are ranked by
 */
public record TokensSpec(int keep, double share, double threshold, TokenScore score, SourceRef source) {}
