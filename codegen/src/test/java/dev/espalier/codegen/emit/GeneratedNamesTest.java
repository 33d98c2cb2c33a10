package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.GeneratedSource;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.PrunableNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratedNamesTest {
  private static final List<String> HOSTILE = List.of(
      "slab", "fit", "run", "class$", "Tensor", "String", "List", "Frozen", "Layout", "base", "lanes", "layers",
      "layer", "dense", "rows", "train", "test", "listener", "loss", "forward", "backward", "update", "infer",
      "describe", "builder", "create", "load", "resume", "freeze", "seed", "BLUEPRINT", "PROGRAM", "TRAINING_LINES",
      "IMAGE", "image_", "D_IMAGE", "INFER_IMAGE", "d_image", "Image", "iMage", "blueprint", "options", "artefact",
      "checkpoint", "getClass", "hashCode", "PrunedHostile", "PrunedHostile_SlabForward", "Object", "Override",
      "Generated", "java", "dev", "jdk", "_x", "x_", "$", "größe", "数", "straße", "STRASSE", "describeInputs",
      "inputs", "inputsPart1", "layersPart2", "part1", "part", "backwardPart1", "x".repeat(400), "record", "var",
      "yield", "sealed", "Float", "SPECIES", "Math", "PrunableNetwork", "RunOptions", "layerPre", "weight", "values");

  private static final Set<String> CLASSES =
      Set.of("Image", "iMage", "class$", "$", "größe", "数", "straße", "STRASSE", "x".repeat(400),
          "PrunedHostile_SlabForward");

  private static Models hostile(String name) {
    Models models = Models.model("some.pkg", name).input("image", 3);
    String previous = "image";
    int units = 4;
    for (String layer : HOSTILE) {
      // What names a class gets a shape of its own, and so kernel classes of its own.
      models.layer(layer, new DenseLayer(CLASSES.contains(layer) ? units++ : 3, true), Activation.RELU, null, previous);
      previous = layer;
    }
    return models.layer("logits", new DenseLayer(2, true), previous);
  }

  @Test
  void noNameOfTheUsersMeetsOneOfOurs() {
    ModelSpec model = hostile("Hostile").portable().selected();
    GeneratedNetwork generated = new GeneratedNetwork(model);
    assertThat(lowerCased(generated.classes().keySet())).doesNotHaveDuplicates();
    assertThat(generated.classes().keySet()).allSatisfy(n -> assertThat(n.length()).isLessThan(120));
    PrunableNetwork network = generated.create(1);
    assertThat(network.scores(new float[] {1, 2, 3})).hasSize(2);
    assertThat(generated.freeze(network).scores(new float[] {1, 2, 3})).hasSize(2);
  }

  private static List<String> lowerCased(Set<String> names) {
    return names.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void theUnnamedPackageAndOddNetworkNamesWork() {
    for (String name : List.of("Outer_Inner", "String", "Dataset", "net", "Größe")) {
      Models models = Models.model("", name).input("x", 2).layer("y", new DenseLayer(2, true), "x");
      GeneratedNetwork generated = new GeneratedNetwork(models.portable().selected());
      assertThat(generated.sources().getFirst().qualifiedName()).isEqualTo("Pruned" + name);
      assertThat(generated.create(1).scores(new float[] {1, 2})).hasSize(2);
    }
  }

  @Test
  void typesOfTheUserAreLeftAlone() {
    ModelSpec model = Models.perceptron("Taken").portable().selected();
    Set<String> users = Set.of("some.pkg.PrunedTaken_Hidden1Forward", "some.pkg.PrunedTaken_Hidden1Forward_2");
    List<GeneratedSource> sources = SourceEmitter.emit(model, new Surroundings(false, false, users::contains));
    assertThat(sources).extracting(GeneratedSource::qualifiedName)
        .doesNotContainAnyElementsOf(users).contains("some.pkg.PrunedTaken_Hidden1Forward_3");
    assertThat(sources).allSatisfy(s -> assertThat(s.text()).doesNotContain("@Generated", "public final class"));
    Sources.compile(withTypesOf(sources), false);
  }

  // The user's package holds types of the names that ours come by.
  private static List<GeneratedSource> withTypesOf(List<GeneratedSource> sources) {
    List<GeneratedSource> all = new ArrayList<>(sources);
    for (String name : List.of("String", "List", "Override", "Frozen", "Dataset", "Float", "Math", "Object")) {
      all.add(new GeneratedSource("some.pkg." + name, "package some.pkg;\n\nfinal class " + name + " {}\n"));
    }
    return all;
  }

  @Test
  void twoNetworksOfAPackageDoNotShareClassNames() {
    ModelSpec net = Models.model("p", "Net").input("x", 2).layer("bigDense", new DenseLayer(2, true), "x").selected();
    ModelSpec netBig =
        Models.model("p", "NetBig").input("x", 2).layer("dense", new DenseLayer(2, true), "x").selected();
    List<GeneratedSource> both = new ArrayList<>(SourceEmitter.emit(net));
    both.addAll(SourceEmitter.emit(netBig));
    assertThat(both.stream().map(GeneratedSource::qualifiedName).collect(Collectors.toList())).doesNotHaveDuplicates();
  }

  @Test
  void layersOfOneSpecificationShareTheirKernels() {
    Models one = Models.model("p", "One").input("x", 8).layer("a", new DenseLayer(8, true), "x")
        .layer("b", new DenseLayer(8, true), "a");
    Models many = Models.model("p", "Many").input("x", 8).layer("a", new DenseLayer(8, true), "x");
    String previous = "a";
    for (int i = 0; i < 20; i++) {
      many.layer("b" + i, new DenseLayer(8, true), previous);
      previous = "b" + i;
    }
    assertThat(SourceEmitter.emit(many.selected())).hasSameSizeAs(SourceEmitter.emit(one.selected()));
  }

  @Test
  void theSameModelGivesTheSameText() {
    assertThat(SourceEmitter.emit(Models.convolutional("Twice").selected()))
        .isEqualTo(SourceEmitter.emit(Models.convolutional("Twice").selected()));
  }

  @Test
  void everyTypeThatTheClassImportsIsReserved() {
    for (Models models : List.of(Models.convolutional("A"), Models.twoInputs("B").train(null))) {
      List<String> imported = SourceEmitter.emit(models.selected()).getFirst().text().lines()
          .filter(line -> line.startsWith("import "))
          .map(line -> line.substring(line.lastIndexOf('.') + 1, line.length() - 1))
          .toList();
      assertThat(imported).hasSizeGreaterThan(15);
      assertThat(NetworkTypes.SIMPLE_NAMES).containsAll(imported);
    }
  }
}
