package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.HeadSide;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Self-attention as it is declared; {@code ExpandAttention} puts three dense layers, {@link AttentionLayer} and a fourth
 * dense layer in its place, so that it makes no kernels of its own.
 */
public record SelfAttentionLayer(int heads, boolean causal, boolean bias) implements Layer {
  static final String KIND = "SelfAttention";

  static SelfAttentionLayer read(AnnotationElements elements) {
    return new SelfAttentionLayer(elements.integer("heads"), elements.flag("causal"), elements.flag("bias"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "self-attention of " + heads + " heads over " + output;
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Checks.atLeastOne(name, "heads", heads, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.sequence(name, this, inputNames, inputs, problems)) {
      return null;
    }
    int width = inputs.getFirst().channels();
    if (width % heads != 0) {
      String legal = IntStream.rangeClosed(1, width)
          .filter(h -> width % h == 0)
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(", ", "{", "}"));
      problems.accept(Diagnostic.HEADS_DO_NOT_DIVIDE.with(name, heads, inputNames.getFirst(), width, legal));
      return null;
    }
    return inputs.getFirst();
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    return projection(inputs.getFirst()).weights(inputs);
  }

  @Override
  public List<Granularity> granularities() {
    return projection(Shape.of(1, heads)).granularities();
  }

  /** What makes the result: a head is a run of its columns. */
  public HeadDenseLayer projection(Shape input) {
    return new HeadDenseLayer(new DenseLayer(input.channels(), bias), HeadSide.ofColumns(heads));
  }

  /** What makes queries and values, and without a bias keys: a head is a run of its rows. */
  public HeadDenseLayer part(Shape input, boolean biased) {
    return new HeadDenseLayer(new DenseLayer(input.channels(), biased), HeadSide.ofRows(heads));
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    throw new IllegalStateException(wiring.name() + " is self-attention that was not expanded.");
  }
}
