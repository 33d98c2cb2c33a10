package dev.espalier.dsl;

/** The score of a weight; a group's score is the sum over its members, and the lowest scores go first. */
public enum Criterion {
  /** Absolute value (Han 2015). */
  MAGNITUDE,
  /** Uniform at random: the control that any claim is compared with. */
  RANDOM
}
