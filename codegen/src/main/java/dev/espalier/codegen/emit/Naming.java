package dev.espalier.codegen.emit;

import com.palantir.javapoet.NameAllocator;
import dev.espalier.codegen.ir.InputSpec;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every identifier of a network's class that comes from the user. None can meet another, a keyword, a local variable or
 * parameter of the generated methods, a member of the base class, or the simple name of a type that the class mentions.
 */
final class Naming {
  /** Locals, parameters and own members of the generated class; a field of such a name would be shadowed or doubled. */
  private static final List<String> OWN = List.of(
      "BLUEPRINT", "PROGRAM", "TRAINING_LINES", "INFERENCE_LINES", "slab", "base", "lanes", "run", "loss", "train",
      "test", "blueprint", "options", "listener", "layer", "layers", "dense", "rows", "panels", "seed", "artefact",
      "checkpoint", "builder", "history", "part", "weights", "biases", "scratch", "gradients", "starts", "samples",
      "inputs", "sums", "stage", "gated");

  /** Methods of the training step that each layer with weights may have of its own. */
  private static final List<String> ROLES = List.of("forward", "backward", "gradients", "keptGradients");

  private final List<String> layers;
  private final NameAllocator fields = new NameAllocator();
  private final NameAllocator methods = new NameAllocator();

  Naming(ModelSpec model, Set<String> typeNames) {
    layers = model.layers().stream().map(LayerSpec::name).toList();
    Stream.concat(OWN.stream(), typeNames.stream().sorted()).distinct().forEach(fields::newName);
    model.training().values().keySet().forEach(v -> fields.newName(Identifiers.constant(v), "value " + v));
    model.training().gradients().keySet()
        .forEach(v -> fields.newName("D_" + Identifiers.constant(v), "gradient " + v));
    model.inference().values().keySet()
        .forEach(v -> fields.newName("INFER_" + Identifiers.constant(v), "inference " + v));
    for (int stage = 0; !model.normalizations().isEmpty() && stage <= model.normalizations().size(); stage++) {
      methods.newName(TrainingCode.stage("forward", stage));
      methods.newName(TrainingCode.stage("backward", stage));
    }
    model.layers().forEach(
        l -> fields.newName(Identifiers.constant(l.name()) + "_CONSTANTS", "constants " + l.name()));
    reserveOwnMethods(Math.max(model.layers().size(), model.inputs().size()));
    for (InputSpec input : model.inputs()) {
      methods.newName("describe" + Identifiers.capitalised(input.name()), "describe " + input.name());
    }
    for (LayerSpec layer : model.layers()) {
      methods.newName("describe" + Identifiers.capitalised(layer.name()), "describe " + layer.name());
      methods.newName("infer" + Identifiers.capitalised(layer.name()), "infer " + layer.name());
      methods.newName("single" + Identifiers.capitalised(layer.name()), "single " + layer.name());
      for (String role : ROLES) {
        methods.newName(role + Identifiers.capitalised(layer.name()), role + " " + layer.name());
      }
      fields.newName(layer.name(), "field " + layer.name());
    }
  }

  // A layer called layersPart2 must not become the second part of our own list.
  private void reserveOwnMethods(int values) {
    for (String own : List.of(
        "describe", "describeInputs", "describeLayers", "infer", "inferSingle", "forward", "backward", "gradients",
        "keptGradients", "weightStrip", "weightSteps", "normalizations")) {
      methods.newName(own);
      for (int part = 1; part <= 2 + 4 * values / MethodParts.LONGEST; part++) {
        methods.newName(own + "Part" + part);
      }
    }
  }

  /** The place of a layer in the network's order. */
  int index(String layer) {
    return layers.indexOf(layer);
  }

  /** First line of a value in the training slab. */
  String value(String value) {
    return fields.get("value " + value);
  }

  /** First line of a value's gradient in the training slab. */
  String gradient(String value) {
    return fields.get("gradient " + value);
  }

  /** First line of a value in the inference slab. */
  String inference(String value) {
    return fields.get("inference " + value);
  }

  /** The numbers that follow from a layer alone. */
  String constants(String layer) {
    return fields.get("constants " + layer);
  }

  /** The parameters of a layer. */
  String field(String layer) {
    return fields.get("field " + layer);
  }

  /** The method that describes an input or a layer. */
  String describe(String value) {
    return methods.get("describe " + value);
  }

  /** A layer's own method of the training step, for one of its roles. */
  String step(String role, String layer) {
    return methods.get(role + " " + layer);
  }

  /** The method that runs a layer of the frozen network in the form at hand. */
  String infer(String layer) {
    return methods.get("infer " + layer);
  }

  /** The method that runs a convolution of the frozen network on one sample. */
  String single(String layer) {
    return methods.get("single " + layer);
  }
}
