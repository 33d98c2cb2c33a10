package dev.espalier.codegen.bytecode;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * The names in scope at a place of a method: local variables, and arrays that are class data. Slots are taken in the order of
 * definition, and those of a block are free again after it.
 */
final class Locals {
  private final Map<String, ClassDatum> data;
  private final Map<String, Variable> variables;
  private int free;

  /**
   * A method without local variables.
   *
   * @param data arrays that are class data, by name
   */
  Locals(Map<String, ClassDatum> data) {
    this(data, Map.of(), 0);
  }

  private Locals(Map<String, ClassDatum> data, Map<String, Variable> variables, int free) {
    this.data = data;
    this.variables = new HashMap<>(variables);
    this.free = free;
  }

  /** The scope of a block inside this one. */
  Locals inBraces() {
    return new Locals(data, variables, free);
  }

  /** Takes the next slot. */
  Variable define(String name, Type type) {
    Variable variable = new Variable(free, type);
    free += type.getSize();
    variables.put(name, variable);
    return variable;
  }

  Variable variable(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalStateException("no local variable " + name + " among " + variables.keySet());
    }
    return variable;
  }

  /** Whether a name is class data, and so neither parameter nor argument of the kernel's methods. */
  boolean isClassDatum(String name) {
    return data.containsKey(name);
  }

  Piece load(String name) {
    ClassDatum datum = data.get(name);
    return datum == null ? variable(name).load() : datum;
  }
}
