package dev.espalier.codegen.rule;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** There is an input, and each has a name that a parameter can have and a shape of one or three extents. */
final class DeclaredInputs implements ModelRule {

  @Override
  public void check(ModelSpec model, Report report) {
    if (model.inputs().isEmpty()) {
      report.add(Diagnostic.NO_INPUTS.with(model.name()), model.source().at("inputs"));
    }
    for (InputSpec input : model.inputs()) {
      if (!isName(input.name())) {
        report.add(Diagnostic.INPUT_NAME.with(input.name()), input.source().at("name"));
      }
      List<Integer> extents = input.shape().extents();
      boolean ranked = extents.size() == 1 || extents.size() == 3;
      if (!ranked || extents.stream().anyMatch(e -> e < 1)) {
        String shape = extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
        report.add(Diagnostic.INPUT_SHAPE.with(input.name(), shape), input.source().at("shape"));
      }
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && Character.isJavaIdentifierStart(name.codePointAt(0))
        && name.codePoints().skip(1).allMatch(Character::isJavaIdentifierPart)
        && !Keywords.RESERVED.contains(name);
  }
}
