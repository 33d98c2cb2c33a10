package dev.espalier.codegen.ir;

import dev.espalier.runtime.model.DynamicInfo;

/**
 * What depends on the sample: what a layer declares, or after ExpandDynamic what it does for dynamic pruning.
 *
 * @param selection which of its values stay, or null
 * @param gate which of its filters run, or null
 * @param part what it does, or null
 * @param owner the layer that declared it, or null
 */
public record DynamicSpec(SelectionSpec selection, GateSpec gate, DynamicInfo.Part part, String owner) {
  /** Nothing. */
  public static final DynamicSpec NONE = declared(null, null);

  /** What annotations declare; each may be null. */
  public static DynamicSpec declared(SelectionSpec selection, GateSpec gate) {
    return new DynamicSpec(selection, gate, null, null);
  }

  /** A step of the dynamic pruning of a layer. */
  public static DynamicSpec part(DynamicInfo.Part part, String owner) {
    return new DynamicSpec(null, null, part, owner);
  }
}
