package dev.espalier.codegen.bytecode;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Type;

/**
 * The local variables in scope at a place of a method. Slots are taken in the order of definition, and those of a block
 * are free again after it.
 */
final class Locals {
  private final Map<String, Variable> variables;
  private int free;

  /** A method without local variables. */
  Locals() {
    this(Map.of(), 0);
  }

  private Locals(Map<String, Variable> variables, int free) {
    this.variables = new HashMap<>(variables);
    this.free = free;
  }

  /** The scope of a block inside this one. */
  Locals inBraces() {
    return new Locals(variables, free);
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

  Piece load(String name) {
    return variable(name).load();
  }
}
