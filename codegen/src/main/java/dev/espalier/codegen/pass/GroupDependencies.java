package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.runtime.structure.ChannelTies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the output channels that must be removed together or not at all ({@link ChannelTies}). After InferShapes,
 * because ties run channel by channel; before PlanPruning, which is where policies meet.
 */
public final class GroupDependencies implements Pass {

  @Override
  public String name() {
    return "GroupDependencies";
  }

  @Override
  public ModelSpec apply(ModelSpec model, Consumer<Finding> findings) {
    Map<String, Integer> inputs = new LinkedHashMap<>();
    for (InputSpec input : model.inputs()) {
      inputs.put(input.name(), input.shape().channels());
    }
    return model.tied(ChannelTies.of(inputs, model.layers().stream()
        .map(l -> new ChannelTies.Node(l.name(), l.layer().flow(), l.inputs(), l.shape().channels(), l.weights()))
        .toList()));
  }
}
