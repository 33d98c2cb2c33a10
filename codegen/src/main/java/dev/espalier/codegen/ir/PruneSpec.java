package dev.espalier.codegen.ir;

import dev.espalier.runtime.policy.PrunePolicy;

/**
 * A pruning policy as declared.
 *
 * @param inherited whether it is the interface's default and not the layer's own
 */
public record PruneSpec(PrunePolicy policy, boolean inherited, SourceRef source) {}
