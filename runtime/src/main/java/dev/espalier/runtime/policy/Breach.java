package dev.espalier.runtime.policy;

import dev.espalier.runtime.diagnostic.Problem;

/**
 * A rule that a policy or a setting breaks, and which one.
 *
 * @param layer whose policy it is; empty for training settings
 * @param element the annotation's element that is at fault, nested ones with a dot ({@code schedule.from}); empty where
 *     it is the annotation as a whole
 */
public record Breach(String layer, String element, Problem problem) {}
