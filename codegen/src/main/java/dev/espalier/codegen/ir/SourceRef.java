package dev.espalier.codegen.ir;

/**
 * A place in the user's source. Opaque here: the front end makes it and is the only one to look inside, so that a pass
 * reports at the right line without knowing who parsed it.
 */
public interface SourceRef {

  /**
   * The place of an annotation's element, where this is the place of the annotation and the element stands there; else
   * this place.
   *
   * @param element an element's name, nested ones with a dot ({@code schedule.from})
   */
  default SourceRef at(String element) {
    return this;
  }

  /** A place that is nowhere: for models made by programs and tests. */
  SourceRef NONE =
      new SourceRef() {
        @Override
        public String toString() {
          return "<no source>";
        }
      };
}
