package dev.espalier.bench;

import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.pattern.Smtx;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Block;
import dev.espalier.bench.task.BlockShape;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Kind;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.NetworkShape;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.ResidualShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.ShapeSpec;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tasks that options ask for, each made when it is its turn. */
final class Plan {
  private static final long SEED = 42;

  /** Makes a task. */
  interface Source {
    Task make() throws IOException;
  }

  private Plan() {}

  static List<Source> of(Options options) throws IOException {
    List<Source> tasks = new ArrayList<>();
    for (Kind kind : options.kinds()) {
      if (options.smtx != null && (kind == Kind.FORWARD || kind == Kind.BACKWARD)) {
        for (Path file : Smtx.files(options.smtx)) {
          tasks.add(() -> real(kind, file, options));
        }
      } else {
        for (ShapeSpec shape : shapes(kind, options)) {
          for (double sparsity : options.sparsities()) {
            tasks.add(() -> drawn(kind, shape, options.patterns(), sparsity));
          }
        }
      }
    }
    return tasks;
  }

  private static List<? extends ShapeSpec> shapes(Kind kind, Options options) {
    List<ShapeSpec> asked = options.shapes().stream().filter(s -> s.kinds().contains(kind)).toList();
    if (!asked.isEmpty()) {
      return asked;
    }
    return switch (kind) {
      case FORWARD ->
          List.of(
              new ProductShape(512, 512, 384), new ProductShape(1024, 1024, 256), new ProductShape(2048, 512, 256));
      case BACKWARD -> List.of(new ProductShape(512, 512, 384), new ProductShape(3072, 768, 2048));
      case TRAINING ->
          List.of(
              new NetworkShape(List.of(784, 300, 100, 10), 128), new NetworkShape(List.of(784, 1024, 1024, 10), 128));
      case CONV ->
          List.of(
              new ConvolutionShape(16, 32, 32, 16, 64),
              new ConvolutionShape(32, 16, 16, 32, 64),
              new ConvolutionShape(64, 8, 8, 64, 64),
              new ConvolutionShape(64, 56, 56, 64, 64));
      case ATTENTION -> List.of(new BlockShape(64, 128, 4, 32));
      case LATENCY -> List.of(new NetworkShape(List.of(784, 300, 100, 10), 1));
    };
  }

  private static Task real(Kind kind, Path file, Options options) throws IOException {
    SparseMatrix weights = Smtx.read(file, SEED);
    Path root = options.smtx.equals(file) ? file.toAbsolutePath().getParent() : options.smtx.toAbsolutePath();
    String name = "smtx:" + root.relativize(file.toAbsolutePath()).toString().replace('\\', '/');
    Product product = Product.of(options.lanes, name, weights);
    return kind == Kind.FORWARD ? product : Gradients.of(product);
  }

  private static Task drawn(Kind kind, ShapeSpec shape, Pattern pattern, double sparsity) {
    return switch (shape) {
      case ProductShape p -> {
        SparseMatrix weights = pattern.draw(p.m(), p.k(), sparsity, SEED);
        Product product = Product.of(p.n(), pattern.toString(), weights);
        yield kind == Kind.FORWARD ? product : Gradients.of(product);
      }
      case ConvolutionShape c ->
          Convolution.of(c, pattern.toString(), pattern.draw(c.filters(), c.taps(), sparsity, SEED));
      case BlockShape b -> Block.draw(b, pattern, sparsity);
      case ResidualShape r -> ResidualTraining.draw(r, pattern, sparsity);
      case NetworkShape n -> {
        Network network = Network.draw(n, pattern, sparsity);
        yield kind == Kind.LATENCY ? new Latency(network) : Training.of(network);
      }
    };
  }
}
