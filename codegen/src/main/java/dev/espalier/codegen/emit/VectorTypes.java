package dev.espalier.codegen.emit;

import com.palantir.javapoet.ClassName;

/** Names of the Vector API, which this module does not link to. */
final class VectorTypes {
  static final ClassName FLOAT_VECTOR = ClassName.get("jdk.incubator.vector", "FloatVector");
  static final ClassName OPERATORS = ClassName.get("jdk.incubator.vector", "VectorOperators");
  static final ClassName SPECIES = ClassName.get("jdk.incubator.vector", "VectorSpecies");

  private VectorTypes() {}
}
