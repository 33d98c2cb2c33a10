package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Shape;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.List;
import java.util.function.Consumer;

/** The rules that several layers share, with the texts of what breaks them. */
final class Checks {
  private Checks() {}

  static void oneInput(String name, Layer layer, int inputs, Consumer<Problem> problems) {
    if (inputs != 1) {
      problems.accept(Diagnostic.INPUT_COUNT.with(name, at(layer), "one value", count(inputs)));
    }
  }

  static void severalInputs(String name, Layer layer, int inputs, Consumer<Problem> problems) {
    if (inputs < 2) {
      problems.accept(Diagnostic.INPUT_COUNT.with(name, at(layer), "two or more values", count(inputs)));
    }
  }

  private static String count(int inputs) {
    return inputs == 0 ? "none" : Integer.toString(inputs);
  }

  static void atLeastOne(String name, String element, int value, Consumer<Problem> problems) {
    if (value < 1) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, element, value, "at least 1"));
    }
  }

  /** Whether the one input is a vector; else the problem is reported. */
  static boolean vector(
      String name, Layer layer, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape shape = inputs.getFirst();
    if (shape.rank() == 1) {
      return true;
    }
    problems.accept(Diagnostic.VECTOR_NEEDED.with(name, at(layer), inputNames.getFirst(), shape));
    return false;
  }

  /** Whether the one input is an image; else the problem is reported. */
  static boolean image(
      String name, Layer layer, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape shape = inputs.getFirst();
    if (shape.isImage()) {
      return true;
    }
    problems.accept(Diagnostic.IMAGE_NEEDED.with(name, at(layer), inputNames.getFirst(), shape));
    return false;
  }

  /** Whether the one input is a sequence; else the problem is reported. */
  static boolean sequence(
      String name, Layer layer, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    Shape shape = inputs.getFirst();
    if (shape.isSequence()) {
      return true;
    }
    problems.accept(Diagnostic.SEQUENCE_NEEDED.with(name, at(layer), inputNames.getFirst(), shape));
    return false;
  }

  /** Whether no input is a sequence; else the problem is reported. */
  static boolean noSequence(
      String name, Layer layer, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).isSequence()) {
        problems.accept(
            Diagnostic.SEQUENCE_NOT_TAKEN.with(name, at(layer), inputNames.get(i), inputs.get(i)));
        return false;
      }
    }
    return true;
  }

  static String at(Layer layer) {
    return "@" + layer.kind();
  }
}
