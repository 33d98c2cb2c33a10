package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.dsl.Granularity;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.ChannelFlow;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.HeadSide;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A dense layer that is a part of self-attention: all of a {@link DenseLayer}, but that its weights belong to heads, which a
 * policy can take.
 *
 * @param heads which weights belong to each
 */
public record HeadDenseLayer(DenseLayer dense, HeadSide heads) implements Layer {

  @Override
  public String kind() {
    return dense.kind();
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return dense.describe(inputs, output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    dense.check(name, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return dense.infer(name, inputNames, inputs, problems);
  }

  @Override
  public WeightGeometry weights(List<Shape> inputs) {
    return dense.weights(inputs).heads(heads);
  }

  @Override
  public List<Granularity> granularities() {
    List<Granularity> granularities = new ArrayList<>(dense.granularities());
    granularities.add(Granularity.HEAD);
    return List.copyOf(granularities);
  }

  @Override
  public ChannelFlow flow() {
    return dense.flow();
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return dense.otherOperations(inputs, output);
  }

  @Override
  public boolean takesNormalization() {
    return dense.takesNormalization();
  }

  @Override
  public boolean runsOverColumns() {
    return true;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return dense.lower(wiring);
  }
}
