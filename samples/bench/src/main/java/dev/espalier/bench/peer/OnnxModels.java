package dev.espalier.bench.peer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.espalier.bench.task.Convolution;
import dev.espalier.bench.task.ConvolutionShape;
import dev.espalier.bench.task.Network;
import dev.espalier.bench.task.NetworkShape;
import dev.espalier.bench.task.Product;
import dev.espalier.bench.task.ProductShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tasks as ONNX models with the weights inside: input {@code x}, output {@code y}. */
final class OnnxModels {
  private static final int OPERATORS = 17;
  private static final int FORMAT = 8;

  private OnnxModels() {}

  /** Samples as rows, as networks have them: {@code y [n][m] = x [n][k] W'}. */
  static byte[] product(Product task) {
    ProductShape s = task.shapes();
    GraphProto.Builder graph = graph();
    graph.addInput(value("x", s.n(), s.k())).addOutput(value("y", s.n(), s.m()));
    graph.addInitializer(tensor("w", Buffers.transposed(task.weights().dense(), s.m(), s.k()), s.k(), s.m()));
    graph.addNode(node("MatMul", "y", "x", "w"));
    return model(graph);
  }

  /** One convolution. */
  static byte[] convolution(Convolution task) {
    ConvolutionShape s = task.shapes();
    int kernel = ConvolutionShape.KERNEL;
    int padding = ConvolutionShape.PADDING;
    GraphProto.Builder graph = graph();
    graph.addInput(value("x", s.batch(), s.channels(), s.height(), s.width()));
    graph.addOutput(value("y", s.batch(), s.filters(), s.height(), s.width()));
    graph.addInitializer(tensor("w", task.weights().dense(), s.filters(), s.channels(), kernel, kernel));
    graph.addNode(
        node("Conv", "y", "x", "w")
            .addAttribute(integers("kernel_shape", kernel, kernel))
            .addAttribute(integers("pads", padding, padding, padding, padding)));
    return model(graph);
  }

  /** Dense layers with ReLU between them. */
  static byte[] network(Network network) {
    NetworkShape s = network.shape();
    GraphProto.Builder graph = graph();
    graph.addInput(value("x", s.batch(), s.inputs())).addOutput(value("y", s.batch(), s.classes()));
    String before = "x";
    for (int layer = 0; layer < s.layers(); layer++) {
      int units = s.widths().get(layer + 1);
      String w = "w" + layer;
      String b = "b" + layer;
      graph.addInitializer(tensor(w, network.weights().get(layer).dense(), units, s.widths().get(layer)));
      graph.addInitializer(tensor(b, network.biases().get(layer), units));
      boolean last = layer == s.layers() - 1;
      String sum = last ? "y" : "sum" + layer;
      graph.addNode(node("Gemm", sum, before, w, b).addAttribute(integer("transB", 1)));
      if (!last) {
        before = "value" + layer;
        graph.addNode(node("Relu", before, sum));
      }
    }
    return model(graph);
  }

  static GraphProto.Builder graph() {
    return GraphProto.newBuilder().setName("bench");
  }

  static byte[] model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(FORMAT)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  static NodeProto.Builder node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static ValueInfoProto value(String name, long... extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long extent : extents) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }

  static TensorProto tensor(String name, float[] values, long... extents) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long extent : extents) {
      tensor.addDims(extent);
    }
    return tensor.build();
  }
}
