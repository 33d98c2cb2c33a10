package dev.espalier.codegen.rule;

import java.util.Set;

/** The words that cannot be identifiers (Java Language Specification 25, 3.9 and 3.10). */
final class Keywords {
  static final Set<String> RESERVED = Set.of(
      "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue",
      "default", "do", "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if",
      "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "package", "private",
      "protected", "public", "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this",
      "throw", "throws", "transient", "try", "void", "volatile", "while", "_", "true", "false", "null");

  private Keywords() {}
}
