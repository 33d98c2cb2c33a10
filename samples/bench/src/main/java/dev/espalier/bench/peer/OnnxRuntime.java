package dev.espalier.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.espalier.bench.Contender;
import dev.espalier.bench.task.Block;
import dev.espalier.bench.task.BlockShape;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Gradients;
import dev.espalier.bench.task.Latency;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import dev.espalier.bench.task.ResidualTraining;
import dev.espalier.bench.task.Task;
import dev.espalier.bench.task.Training;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * ONNX Runtime with all its optimisations, dense. Inputs and outputs are bound beforehand, except for latency, which is
 * from and to {@code float[]}.
 */
final class OnnxRuntime implements Contender {
  private final int threads;

  OnnxRuntime(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "ort-dense";
  }

  @Override
  public boolean takes(Task task) {
    return switch (task) {
      case Product _, Convolution _, Block _, Latency _ -> true;
      case Gradients _, Training _, ResidualTraining _ -> false;
    };
  }

  @Override
  public Prepared prepare(Task task) throws OrtException {
    return switch (task) {
      case Product product -> product(product);
      case Convolution convolution -> convolution(convolution);
      case Block block -> block(block);
      case Latency latency ->
          new OneSample(
              session(OnnxModels.network(latency.network())),
              latency.network().x(),
              latency.network().shape().inputs());
      case Gradients _, Training _, ResidualTraining _ -> throw new IllegalArgumentException(name() + " takes no " + task.kind());
    };
  }

  private Prepared product(Product task) throws OrtException {
    ProductShape s = task.shapes();
    return new Bound(
        session(OnnxModels.product(task)),
        tensor(Buffers.transposed(task.x(), s.k(), s.n()), s.n(), s.k()),
        tensor(new float[s.n() * s.m()], s.n(), s.m()),
        y -> Buffers.transposed(y, s.n(), s.m()));
  }

  private Prepared convolution(Convolution task) throws OrtException {
    ConvolutionShape s = task.shapes();
    return new Bound(
        session(OnnxModels.convolution(task)),
        tensor(task.x(), s.batch(), s.channels(), s.height(), s.width()),
        tensor(
            new float[Math.multiplyExact(s.batch() * s.filters(), s.plane())],
            s.batch(), s.filters(), s.height(), s.width()),
        UnaryOperator.identity());
  }

  private Prepared block(Block task) throws OrtException {
    BlockShape s = task.shapes();
    return new Bound(
        session(OnnxBlocks.block(task)),
        tensor(task.x(), s.batch(), s.tokens(), s.width()),
        tensor(new float[task.x().length], s.batch(), s.tokens(), s.width()),
        UnaryOperator.identity());
  }

  private OrtSession session(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      return OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  private static void closeSession(OrtSession session) {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime cannot close a session", failed);
    }
  }

  private static OnnxTensor tensor(float[] values, long... extents) throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    buffer.put(values).flip();
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, extents);
  }

  /** A session that reads and writes the same tensors in every run. */
  private record Bound(OrtSession session, OnnxTensor x, OnnxTensor y, UnaryOperator<float[]> arrange)
      implements Prepared {

    @Override
    public void run() throws OrtException {
      session.run(Map.of("x", x), Map.of("y", y)).close();
    }

    @Override
    public List<float[]> result() {
      FloatBuffer buffer = y.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return List.of(arrange.apply(values));
    }

    @Override
    public void close() {
      closeSession(session);
      x.close();
      y.close();
    }
  }

  private static final class OneSample implements Prepared {
    private final OrtSession session;
    private final float[] sample;
    private final long[] extents;
    private float[] scores = {};

    OneSample(OrtSession session, float[] sample, int features) {
      this.session = session;
      this.sample = sample;
      this.extents = new long[] {1, features};
    }

    @Override
    public void run() throws OrtException {
      try (OnnxTensor x =
              OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(sample), extents);
          OrtSession.Result result = session.run(Map.of("x", x))) {
        scores = ((float[][]) result.get(0).getValue())[0];
      }
    }

    @Override
    public List<float[]> result() {
      return List.of(scores);
    }

    @Override
    public void close() {
      closeSession(session);
    }
  }
}
