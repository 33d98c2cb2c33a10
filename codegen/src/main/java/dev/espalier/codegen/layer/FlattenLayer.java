package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.model.ChannelFlow;
import java.util.List;
import java.util.function.Consumer;

/** An image as a vector, channel by channel, row by row: a view of its input where that has no halo, else a copy. */
public record FlattenLayer() implements Layer {
  static final String KIND = "Flatten";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "flatten %s -> %s".formatted(inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    return Checks.image(name, this, inputNames, inputs, problems) ? Shape.of(inputs.getFirst().size()) : null;
  }

  @Override
  public boolean isView() {
    return true;
  }

  @Override
  public ChannelFlow flow() {
    return ChannelFlow.FLATTENED;
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 0;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Copy.lower(this, wiring);
  }
}
