package dev.espalier.bench.jmh;

import dev.espalier.bench.Contender;
import dev.espalier.bench.measure.Check;
import dev.espalier.bench.own.OwnForms;
import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.ShapeSpec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A layer's forward kernel, by form. A form that gives a wrong result is not measured. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ForwardBenchmark {

  /** M x K x N. */
  @Param("512x512x384")
  public String shape = "";

  /** How the kept weights lie. */
  @Param("random")
  public String pattern = "";

  /** The share of zeros. */
  @Param({"0.5", "0.9", "0.98"})
  public double sparsity;

  /** The execution form. */
  @Param({"dense", "rows", "row-blocks", "auto"})
  public String form = "";

  private Contender.Prepared prepared;

  /** Prepares, runs once and checks. */
  @Setup(Level.Trial)
  public void prepare() throws Exception {
    if (!(ShapeSpec.parse(shape) instanceof ProductShape s)) {
      throw new IllegalArgumentException("The shape is MxKxN, and '" + shape + "' was given.");
    }
    Pattern rule = Pattern.parse(pattern);
    Product task = Product.of(s.n(), rule.toString(), rule.draw(s.m(), s.k(), sparsity, 42));
    Contender contender =
        OwnForms.on(1).stream()
            .filter(c -> c.name().equals(form) && c.takes(task))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No form '" + form + "' takes " + shape + "."));
    prepared = contender.prepare(task);
    prepared.run();
    Check.errorOf(prepared.result(), task.expected());
  }

  /** One product. */
  @Benchmark
  public void forward() throws Exception {
    prepared.run();
  }

  /** Gives back memory. */
  @TearDown(Level.Trial)
  public void close() {
    prepared.close();
  }
}
