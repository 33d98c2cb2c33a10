package dev.espalier.codegen.kernel.lowered;

import java.util.List;

/** An operation of a lowered method. */
public sealed interface Op {

  /** {@code int name = value}. */
  record DefineInt(String name, Offset value) implements Op {}

  /** {@code float name = value}, or a vector. */
  record DefineValue(String name, Value value) implements Op {}

  record SetValue(String name, Value value) implements Op {}

  /** Stores a number, or a vector to the slab. */
  record Put(String array, Offset.Sum at, Value value) implements Op {}

  /**
   * {@code for (; counter < limit; counter += step) { body; advances }}.
   *
   * @param from where the counter starts; null if it is defined before and goes on from where it stands
   * @param advances running offsets and what each is increased by after every iteration
   * @param note what an iteration covers, for readers; may be empty
   */
  record For(
      String counter, Offset.Sum from, Offset.Sum limit, Offset.Sum step, List<Op> body, List<Advance> advances,
      String note)
      implements Op {}

  /** {@code name += by}. */
  record Advance(String name, Offset.Sum by) {}

  /** Operations with names of their own: a remainder. */
  record Block(List<Op> body, String note) implements Op {}

  /** Calls another method of the kernel, the arguments being names. */
  record Call(String method, List<String> arguments) implements Op {}
}
