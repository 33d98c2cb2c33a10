package dev.espalier.codegen.ir;

import dev.espalier.runtime.model.DynamicInfo;

/**
 * What depends on the sample: what a layer declares, or after ExpandDynamic what it does for dynamic pruning.
 *
 * @param selection which of its values stay, or null
 * @param gate which of its filters run, or null
 * @param tokens which tokens of its result stay, or null; until PruneTokens
 * @param part what it does, or null
 * @param owner the layer that declared it, or null
 */
public record DynamicSpec(
    SelectionSpec selection, GateSpec gate, TokensSpec tokens, DynamicInfo.Part part, String owner) {
  /** Nothing. */
  public static final DynamicSpec NONE = declared(null, null);

  /** What annotations declare of values and filters; each may be null. */
  public static DynamicSpec declared(SelectionSpec selection, GateSpec gate) {
    return declared(selection, gate, null);
  }

  /** What annotations declare; each may be null. */
  public static DynamicSpec declared(SelectionSpec selection, GateSpec gate, TokensSpec tokens) {
    return new DynamicSpec(selection, gate, tokens, null, null);
  }

  /** A step of the dynamic pruning of a layer. */
  public static DynamicSpec part(DynamicInfo.Part part, String owner) {
    return new DynamicSpec(null, null, null, part, owner);
  }

  /** What is left of it when layers were made of selections and gates. */
  public DynamicSpec tokensAlone() {
    return tokens == null ? NONE : declared(null, null, tokens);
  }
}
