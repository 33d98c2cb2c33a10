package dev.espalier.bench.own;

import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Block;
import dev.espalier.bench.task.BlockShape;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ResidualShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import dev.espalier.dsl.Granularity;
import dev.espalier.processor.EspalierProcessor;
import dev.espalier.runtime.execution.FormChoice;
import dev.espalier.runtime.mask.Grouping;
import dev.espalier.runtime.mask.Mask;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.Parameter;
import dev.espalier.runtime.model.PrunableNetwork;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The source of a network for a task, what the annotation processor makes of it, and the task's weights in it. */
final class AnnotatedNetwork {
  private static final String PACKAGE = "generated";
  private static final String NAME = "Bench";
  private static final String RELU = "  @Activate(Activation.RELU)\n";
  private static final Map<String, ClassLoader> COMPILED = new ConcurrentHashMap<>();

  private final String source;
  private final Consumer<PrunableNetwork> filling;

  /**
   * Its source, and what puts the task's weights into it.
   *
   * @param filling is given a new network
   */
  private AnnotatedNetwork(String source, Consumer<PrunableNetwork> filling) {
    this.source = source;
    this.filling = filling;
  }

  /** A network whose last layers with products have the task's weights, and those of them that have biases its biases. */
  private AnnotatedNetwork(String source, List<SparseMatrix> weights, List<float[]> biases) {
    this(source, network -> {
      List<LayerParameters> layers = network.layers().stream()
          .filter(l -> l.info().hasWeights() && l.info().weights().isProduct())
          .toList();
      int first = layers.size() - weights.size();
      Iterator<float[]> next = biases.iterator();
      for (int i = 0; i < weights.size(); i++) {
        LayerParameters layer = layers.get(first + i);
        fill(layer, weights.get(i), layer.bias() == null ? null : next.next());
      }
    });
  }

  /**
   * The network of a task: one layer, or those of the task's own network.
   *
   * @param bitmap whether weights are stored under a bitmap
   */
  static AnnotatedNetwork of(Task task, boolean bitmap) {
    return switch (task) {
      case Product product -> new AnnotatedNetwork(
          network(Integer.toString(product.shapes().k()),
              layer("@Dense(value = " + product.shapes().m() + ", bias = false)", "", policy(task, bitmap), "y", "x")),
          List.of(product.weights()), List.of());
      case Convolution convolution -> of(convolution, policy(task, bitmap));
      case Block block -> of(block, policy(task, bitmap));
      case Latency latency -> of(latency.network(), policy(task, bitmap));
      default -> throw new IllegalArgumentException("No network is frozen for " + task.kind() + ".");
    };
  }

  private static AnnotatedNetwork of(Convolution task, String policy) {
    ConvolutionShape shape = task.shapes();
    String layer = "@Conv2d(filters = " + shape.filters() + ", kernel = " + ConvolutionShape.KERNEL + ", padding = "
        + ConvolutionShape.PADDING + ", bias = false)";
    return new AnnotatedNetwork(
        network(shape.channels() + ", " + shape.height() + ", " + shape.width(), layer(layer, "", policy, "y", "x")),
        List.of(task.weights()), List.of());
  }

  /** The block as tokens of one pixel each, so that what comes in and out is [feature][token]. */
  private static AnnotatedNetwork of(Block task, String policy) {
    BlockShape shape = task.shapes();
    String norm = "@LayerNorm(epsilon = " + Block.EPSILON + ")";
    String gelu = "  @Activate(Activation.GELU)\n";
    String layers = layer("@Patchify(1)", "", "", "tokens", "x")
        + layer("@SelfAttention(heads = " + shape.heads() + ")", "", policy, "attended", "tokens")
        + layer("@Add", "", "", "sum", "tokens, Tensor attended")
        + layer(norm, "", "", "between", "sum")
        + layer("@Dense(" + shape.inner() + ")", gelu, policy, "up", "between")
        + layer("@Dense(" + shape.width() + ")", "", policy, "down", "up")
        + layer("@Add", "", "", "joined", "between, Tensor down")
        + layer(norm, "", "", "y", "joined");
    return new AnnotatedNetwork(network(shape.width() + ", 1, " + shape.tokens(), layers), network -> {
      List<String> names = List.of("attended.query", "attended.key", "attended.value", "attended", "up", "down");
      for (int i = 0; i < names.size(); i++) {
        fill(network.layer(names.get(i)), task.weights().get(i), task.biases().get(i));
      }
      List<String> norms = List.of("between", "y");
      for (int i = 0; i < norms.size(); i++) {
        copy(task.scales().get(i), network.layer(norms.get(i)).weight());
        copy(task.shifts().get(i), network.layer(norms.get(i)).bias());
      }
    });
  }

  /** A network with a training step as the task asks for. */
  static AnnotatedNetwork trained(Training task) {
    AnnotatedNetwork plain = of(task.network(), policy(task, false));
    return new AnnotatedNetwork(
        plain.source.replace("public interface", train(task.network().shape().batch()) + "public interface"),
        plain.filling);
  }

  /** The same of a residual network; value i of its steps is {@code vi}. */
  static AnnotatedNetwork trained(ResidualTraining task) {
    ResidualShape shape = task.shapes();
    StringBuilder layers = new StringBuilder();
    int value = 1;
    for (ResidualShape.Step step : shape.steps()) {
      String name = "v" + value++;
      layers.append(switch (step) {
        case ResidualShape.Convolved c ->
            layer("@Conv2d(filters = " + c.channels() + ", kernel = " + c.kernel() + ", stride = " + c.stride()
                + ", padding = " + c.padding() + ", bias = false)", "", policy(task, false), name, value(c.from()));
        case ResidualShape.Normalised n -> layer("@BatchNorm", n.relu() ? RELU : "", "", name, value(n.from()));
        case ResidualShape.Added a ->
            layer("@Add", RELU, "", name, value(a.from()) + ", Tensor " + value(a.other()));
      });
    }
    layers.append(layer("@GlobalAvgPool", "", "", "features", "v" + (value - 1)));
    layers.append(layer("@Dense(" + ResidualShape.CLASSES + ")", "", "", "scores", "features"));
    String source = network(ResidualShape.CHANNELS + ", " + shape.image() + ", " + shape.image(), layers.toString())
        .replace("public interface", train(shape.batch()) + "public interface");
    return new AnnotatedNetwork(source, task.weights(), List.of(task.bias()));
  }

  private static String value(int index) {
    return index == 0 ? "x" : "v" + index;
  }

  /** A layer of the product behind one that makes its gradients go through. */
  static AnnotatedNetwork trained(Gradients task) {
    Product product = task.product();
    String before = layer("@Dense(" + product.shapes().k() + ")", "", "", "x", "one");
    String layer = layer(
        "@Dense(value = " + product.shapes().m() + ", bias = false)", "", policy(task, false), "y", "x");
    String source = network("1", before + layer).replace("name = \"x\"", "name = \"one\"")
        .replace("public interface", train(product.shapes().n()) + "public interface");
    return new AnnotatedNetwork(source, List.of(product.weights()), List.of());
  }

  private static String train(int batch) {
    return """
        @Train(
            loss = Loss.CROSS_ENTROPY,
            optimizer = @Optimizer(kind = OptimizerKind.SGD, learningRate = %s, momentum = %s),
            batch = %d,
            epochs = 1)
        """.formatted(Training.LEARNING_RATE, Training.MOMENTUM, batch);
  }

  private static AnnotatedNetwork of(Network network, String policy) {
    List<Integer> widths = network.shape().widths();
    StringBuilder layers = new StringBuilder();
    for (int i = 1; i < widths.size(); i++) {
      String activation = i < widths.size() - 1 ? RELU : "";
      layers.append(
          layer("@Dense(" + widths.get(i) + ")", activation, policy, "y" + i, i == 1 ? "x" : "y" + (i - 1)));
    }
    return new AnnotatedNetwork(
        network(Integer.toString(widths.getFirst()), layers.toString()), network.weights(), network.biases());
  }

  private static String network(String shape, String layers) {
    return """
        package %s;

        import dev.espalier.dsl.*;

        @Network(inputs = @Input(name = "x", shape = {%s}))
        public interface %s {
        %s}
        """.formatted(PACKAGE, shape, NAME, layers);
  }

  private static String layer(String layer, String activation, String policy, String name, String input) {
    return "  " + layer + "\n" + activation + policy + "  Tensor " + name + "(Tensor " + input + ");\n";
  }

  /** A policy with masks such as the pattern draws; what it prunes itself is nothing, for it is never asked to. */
  private static String policy(Task task, boolean bitmap) {
    if (task.sparsity() == 0) {
      return "";
    }
    String encoding = bitmap ? ", encoding = Encoding.BITMAP" : "";
    String groups = task.pattern().startsWith("smtx:") ? "" : switch (Pattern.parse(task.pattern())) {
      case Pattern.Random _ -> "";
      case Pattern.Block block ->
          ", granularity = Granularity.BLOCK, block = {" + block.height() + ", " + block.width() + "}";
      case Pattern.KeepOfGroup group -> ", granularity = Granularity.N_OF_M, n = " + group.keep() + ", m = "
          + group.group() + ", sharedRows = " + group.rows();
    };
    String sparsity = groups.contains("N_OF_M") ? "" : "sparsity = 0.5";
    return "  @Prune(" + (sparsity + groups + encoding).replaceFirst("^, ", "") + ")\n";
  }

  /**
   * The frozen network.
   *
   * @param form the form of every layer, or {@code auto}
   */
  Frozen freeze(String form) throws Exception {
    PrunableNetwork network = create();
    String before = System.getProperty(FormChoice.PROPERTY, FrozenForm.AUTO);
    System.setProperty(FormChoice.PROPERTY, form);
    try {
      return (Frozen) network.getClass().getMethod("freeze").invoke(network);
    } finally {
      System.setProperty(FormChoice.PROPERTY, before);
    }
  }

  /** The network with the task's weights. */
  PrunableNetwork create() throws Exception {
    Class<?> type = COMPILED.computeIfAbsent(source, AnnotatedNetwork::compile).loadClass(PACKAGE + ".Pruned" + NAME);
    PrunableNetwork network = (PrunableNetwork) type.getMethod("create", long.class).invoke(null, 1L);
    filling.accept(network);
    return network;
  }

  private static void fill(LayerParameters layer, SparseMatrix matrix, float[] bias) {
    copy(matrix.dense(), layer.weight());
    if (matrix.sparsity() > 0) {
      layer.weight().prune(Mask.of(Grouping.of(Granularity.ELEMENT, layer.info().weights()), matrix.mask()));
    }
    if (layer.bias() != null) {
      copy(bias, layer.bias());
    }
  }

  private static void copy(float[] values, Parameter to) {
    System.arraycopy(values, 0, to.values(), 0, to.size());
  }

  private static ClassLoader compile(String source) {
    return MemoryCompiler.compile(Map.of(PACKAGE + "." + NAME, source), new ArrayList<>(List.of(new EspalierProcessor())));
  }
}
