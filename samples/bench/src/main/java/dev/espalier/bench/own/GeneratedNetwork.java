package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.NetworkShape;
import dev.espalier.bench.task.Task;
import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.Wiring;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.memory.Slab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A frozen network's kernels on one sample: lane 0 of the fewest lanes there are. */
final class GeneratedNetwork implements Contender {
  private final LayerForm form;

  GeneratedNetwork(LayerForm form) {
    this.form = form;
  }

  @Override
  public String name() {
    return form.toString();
  }

  @Override
  public Duration settling() {
    return Duration.ofMillis(300);
  }

  @Override
  public boolean takes(Task task) {
    return task instanceof Latency latency && (form == LayerForm.DENSE || latency.sparsity() > 0);
  }

  @Override
  public Prepared prepare(Task task) throws Exception {
    Network network = ((Latency) task).network();
    NetworkShape shape = network.shape();
    Binding binding = new Binding();
    List<KernelCall> calls = new ArrayList<>();
    for (int layer = 0; layer <= shape.layers(); layer++) {
      binding.lines(value(layer), Layout.vector(shape.widths().get(layer)));
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      bind(binding, layer, network.weights().get(layer), network.biases().get(layer));
      LayerKernels kernels = lower(shape, layer);
      calls.addAll(form == LayerForm.DENSE ? kernels.inference() : kernels.inferenceRows());
    }
    Slab slab = binding.allocate(Slab.lanes(1));
    return new Run(
        Program.of(calls, binding, slab),
        slab,
        network.x(),
        binding.offset(value(0), slab),
        binding.offset(value(shape.layers()), slab),
        shape.classes());
  }

  private static Operand value(int layer) {
    return new Operand.Value("value" + layer);
  }

  private void bind(Binding binding, int layer, SparseMatrix weights, float[] bias) {
    String name = "value" + (layer + 1);
    binding.floats(new Operand.Bias(name), bias);
    if (form == LayerForm.DENSE) {
      binding.floats(new Operand.Weight(name), weights.dense());
    } else {
      binding
          .floats(new Operand.RowValues(name), weights.values())
          .ints(new Operand.RowPointers(name), weights.pointers())
          .ints(new Operand.RowTaps(name), weights.indices());
    }
  }

  private static LayerKernels lower(NetworkShape shape, int layer) {
    Shape input = Shape.of(shape.widths().get(layer));
    Shape output = Shape.of(shape.widths().get(layer + 1));
    Layout in = Layout.vector(input.size());
    Layout out = Layout.vector(output.size());
    DenseLayer dense = new DenseLayer(output.size(), true);
    Wiring.Source source = new Wiring.Source("value" + layer, input, in, in, false, false);
    boolean last = layer == shape.layers() - 1;
    ActivationSpec activation = last ? null : new ActivationSpec(Activation.RELU, 0, SourceRef.NONE);
    return dense.lower(
        new Wiring(
            "Bench", "value" + (layer + 1), List.of(source), out, out, output, dense.weights(List.of(input)), activation));
  }

  @SuppressWarnings("ArrayRecordComponent") // State of a run, not a value.
  private record Run(Runnable program, Slab slab, float[] sample, int in, int out, float[] scores) implements Prepared {

    Run(Runnable program, Slab slab, float[] sample, int in, int out, int classes) {
      this(program, slab, sample, in, out, new float[classes]);
    }

    @Override
    public void run() {
      float[] values = slab.values();
      int lanes = slab.lanes();
      for (int i = 0; i < sample.length; i++) {
        values[in + i * lanes] = sample[i];
      }
      program.run();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = values[out + i * lanes];
      }
    }

    @Override
    public List<float[]> result() {
      return List.of(scores.clone());
    }
  }
}
