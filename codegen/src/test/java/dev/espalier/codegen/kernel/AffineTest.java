package dev.espalier.codegen.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AffineTest {
  private static final Var V = new Var("v");
  private static final Var W = new Var("w");

  @Test
  void timesScalesAllThatStandsBeforeIt() {
    assertThat(Affine.of(V).plus(2).times(28).plus(W).plus(3))
        .isEqualTo(new Affine(59, List.of(new Term(V, 28), new Term(W, 1))))
        .hasToString("28 * v + w + 59");
  }

  @Test
  void equalVariablesAreAdded() {
    assertThat(V.times(3).plus(W).plus(V)).isEqualTo(new Affine(0, List.of(new Term(V, 4), new Term(W, 1))));
    assertThat(V.plus(W).plus(W.times(4).plus(1)).stride(W)).isEqualTo(5);
  }

  @Test
  void aTermThatCancelsIsGone() {
    assertThat(V.times(3).plus(W).plus(V, -3)).isEqualTo(Affine.of(W));
    assertThat(V.times(3).times(0)).isEqualTo(Affine.of(0)).hasToString("0");
  }

  @Test
  void aVariableStandsOnce() {
    assertThatThrownBy(() -> new Affine(1, List.of(new Term(V, 2), new Term(V, 3))))
        .hasMessage("A variable stands twice in 2 * v + 3 * v + 1; add its strides.");
    assertThatThrownBy(() -> new Term(V, 0)).hasMessage("The term of v has stride 0; leave the variable out.");
  }

  @Test
  void strideOverflowIsRefused() {
    assertThatThrownBy(() -> V.times(1 << 20).times(1 << 20)).isInstanceOf(ArithmeticException.class);
  }
}
