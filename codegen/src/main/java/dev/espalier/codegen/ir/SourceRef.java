package dev.espalier.codegen.ir;

/**
 * A place in the user's source. Opaque here: the front end makes it and is the only one to look inside, so that a pass
 * reports at the right line without knowing who parsed it.
 */
public interface SourceRef {

  /** A place that is nowhere: for models made by programs and tests. */
  SourceRef NONE =
      new SourceRef() {
        @Override
        public String toString() {
          return "<no source>";
        }
      };
}
