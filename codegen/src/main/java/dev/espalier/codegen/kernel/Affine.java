package dev.espalier.codegen.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An affine index: {@code constant + sum of stride * var}, each variable at most once.
 *
 * <p>Built left to right, {@code times} scaling all that stands before it:
 * {@code Affine.of(row).times(28).plus(column).plus(3)} is {@code 28 * row + column + 3}.
 */
public record Affine(int constant, List<Term> terms) {

  public Affine {
    terms = List.copyOf(terms);
    if (terms.stream().map(Term::var).distinct().count() != terms.size()) {
      throw new IllegalArgumentException("A variable stands twice in " + text(constant, terms) + "; add its strides.");
    }
  }

  public static Affine of(int constant) {
    return new Affine(constant, List.of());
  }

  public static Affine of(Var var) {
    return new Affine(0, List.of(new Term(var, 1)));
  }

  public Affine times(int factor) {
    if (factor == 0) {
      return of(0);
    }
    return new Affine(
        Math.multiplyExact(constant, factor),
        terms.stream().map(t -> new Term(t.var(), Math.multiplyExact(t.stride(), factor))).toList());
  }

  public Affine plus(int more) {
    return new Affine(Math.addExact(constant, more), terms);
  }

  public Affine plus(Var var) {
    return plus(var, 1);
  }

  /** Adds {@code stride * var}. */
  public Affine plus(Var var, int stride) {
    int total = Math.addExact(stride(var), stride);
    List<Term> sum = new ArrayList<>();
    boolean found = false;
    for (Term term : terms) {
      if (!term.var().equals(var)) {
        sum.add(term);
      } else {
        found = true;
        if (total != 0) {
          sum.add(new Term(var, total));
        }
      }
    }
    if (!found && total != 0) {
      sum.add(new Term(var, total));
    }
    return new Affine(constant, sum);
  }

  public Affine plus(Affine other) {
    Affine sum = plus(other.constant);
    for (Term term : other.terms) {
      sum = sum.plus(term.var(), term.stride());
    }
    return sum;
  }

  /** The stride of a variable, 0 where it does not occur. */
  public int stride(Var var) {
    return terms.stream().filter(t -> t.var().equals(var)).mapToInt(Term::stride).findFirst().orElse(0);
  }

  @Override
  public String toString() {
    return text(constant, terms);
  }

  private static String text(int constant, List<Term> terms) {
    String sum =
        terms.stream()
            .map(t -> t.stride() == 1 ? t.var().name() : t.stride() + " * " + t.var().name())
            .collect(Collectors.joining(" + "));
    if (sum.isEmpty()) {
      return Integer.toString(constant);
    }
    return constant == 0 ? sum : sum + " + " + constant;
  }
}
