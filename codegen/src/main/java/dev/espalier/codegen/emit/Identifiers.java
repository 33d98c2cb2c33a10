package dev.espalier.codegen.emit;

import com.palantir.javapoet.NameAllocator;
import java.util.Locale;

/** From a value's name to names that read well in generated code. What they collide with is for the allocator. */
final class Identifiers {
  /** Longest part of a generated class's name that comes from a layer: file systems allow 255 bytes for all of it. */
  private static final int LONGEST_LAYER = 60;

  private Identifiers() {}

  /** {@code conv2Big.pre} becomes {@code CONV2_BIG_PRE}. */
  static String constant(String name) {
    StringBuilder constant = new StringBuilder();
    int previous = '_';
    for (int i = 0; i < name.length(); ) {
      int character = name.codePointAt(i);
      boolean wordBegins = Character.isUpperCase(character) && !Character.isUpperCase(previous) && previous != '_';
      if (wordBegins) {
        constant.append('_');
      }
      constant.appendCodePoint(character == '.' ? '_' : character);
      previous = character == '.' ? '_' : character;
      i += Character.charCount(character);
    }
    return NameAllocator.toJavaIdentifier(constant.toString().toUpperCase(Locale.ROOT));
  }

  /** {@code hidden1} becomes {@code Hidden1}. */
  static String capitalised(String name) {
    int first = name.codePointAt(0);
    return new StringBuilder()
        .appendCodePoint(Character.toUpperCase(first))
        .append(name, Character.charCount(first), name.length())
        .toString();
  }

  /** The part of a class's name that stands for a layer. */
  static String classPart(String layer) {
    String part = capitalised(layer);
    return part.codePointCount(0, part.length()) <= LONGEST_LAYER
        ? part
        : part.substring(0, part.offsetByCodePoints(0, LONGEST_LAYER));
  }
}
