package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Expr.Comparison;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Figures;
import dev.espalier.runtime.diagnostic.Problem;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The activation functions and their derivatives, each beside the other. */
public final class Activations {
  /** sqrt(2 / pi), of the tanh approximation of GELU (Hendrycks and Gimpel 2016, section 2). */
  private static final float GELU_SCALE = (float) Math.sqrt(2 / Math.PI);

  private static final float GELU_CUBE = 0.044715f;

  private Activations() {}

  /** Checks the elements of an activation. */
  public static void check(String name, ActivationSpec activation, Consumer<Problem> problems) {
    double slope = activation.slope();
    if (activation.kind() == Activation.LEAKY_RELU && !(slope > 0 && slope < 1)) {
      problems.accept(Diagnostic.ELEMENT_RANGE.with(name, "slope", Figures.of(slope), "above 0 and below 1"));
    }
  }

  /**
   * {@code f(x)}.
   *
   * @param activation null for the identity
   * @param block takes definitions of intermediate results; the expression is to be used after them
   */
  static Expr apply(ActivationSpec activation, Local x, List<Stmt> block) {
    if (activation == null) {
      return x.read();
    }
    return switch (activation.kind()) {
      case RELU -> x.read().max(0);
      case LEAKY_RELU -> x.read().max(x.read().times(slope(activation)));
      case TANH -> x.read().tanh();
      case SIGMOID -> sigmoid(x);
      case GELU -> {
        Local curve = geluCurve(x, block);
        yield x.read().times(0.5f).times(curve.read().plus(1));
      }
      case SILU -> x.read().times(sigmoid(x));
    };
  }

  /**
   * Whether it is cheap enough to be applied while results are in registers. The others are some dozen operations each
   * and would take the room of the register tile of a layer with weights.
   */
  static boolean fits(ActivationSpec activation) {
    return activation == null
        || activation.kind() == Activation.RELU
        || activation.kind() == Activation.LEAKY_RELU;
  }

  /**
   * {@code dy f'(x)}.
   *
   * @param from the result y where the derivative is told from it ({@link ActivationSpec#derivativeFromResult()}), else
   *     x
   */
  static Expr gradient(ActivationSpec activation, Expr dy, Local from, List<Stmt> block) {
    Expr.Read v = from.read();
    return switch (activation.kind()) {
      // y > 0 ? 1 : 0
      case RELU -> Expr.select(Comparison.GREATER, v, Expr.constant(0), dy, Expr.constant(0));
      // y > 0 ? 1 : slope; y has the sign of x
      case LEAKY_RELU -> Expr.select(Comparison.GREATER, v, Expr.constant(0), dy, dy.times(slope(activation)));
      // 1 - y^2
      case TANH -> dy.times(Expr.constant(1).minus(v.times(v)));
      // y (1 - y)
      case SIGMOID -> dy.times(v.times(Expr.constant(1).minus(v)));
      // (1 + t) / 2 + x / 2 (1 - t^2) c (1 + 3 a x^2), t = tanh(c (x + a x^3))
      case GELU -> {
        Local curve = geluCurve(from, block);
        Expr.Read t = curve.read();
        Expr slope = v.times(v).times(3 * GELU_CUBE).plus(1).times(GELU_SCALE);
        Expr bend = v.times(Expr.constant(1).minus(t.times(t))).times(slope);
        yield dy.times(t.plus(1).plus(bend).times(0.5f));
      }
      // s (1 + x (1 - s)), s = sigmoid(x)
      case SILU -> {
        Local share = Local.lanes("share");
        block.add(Stmt.define(share, sigmoid(from)));
        Expr.Read s = share.read();
        yield dy.times(s.times(v.times(Expr.constant(1).minus(s)).plus(1)));
      }
    };
  }

  /** The activation of a text: {@code relu(text)}; the text alone for the identity. */
  static String text(ActivationSpec activation, String of) {
    if (activation == null) {
      return of;
    }
    return name(activation) + "(" + of + ")";
  }

  /** The activation's name in formulas. */
  static String name(ActivationSpec activation) {
    return activation.kind().name().toLowerCase(Locale.ROOT);
  }

  /** {@code 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2}. */
  private static Expr sigmoid(Local x) {
    return x.read().times(0.5f).tanh().timesPlus(Expr.constant(0.5f), Expr.constant(0.5f));
  }

  private static Local geluCurve(Local x, List<Stmt> block) {
    Local curve = Local.lanes(x.name() + "Curve");
    Expr square = x.read().times(x.read());
    Expr cubic = x.read().times(square.times(GELU_CUBE).plus(1));
    block.add(Stmt.define(curve, cubic.times(GELU_SCALE).tanh()));
    return curve;
  }

  private static float slope(ActivationSpec activation) {
    return (float) activation.slope();
  }
}
