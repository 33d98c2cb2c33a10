package dev.espalier.bench.peer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.espalier.bench.pattern.SparseMatrix;
import dev.espalier.bench.task.Block;
import dev.espalier.bench.task.BlockShape;

/** A transformer block as an ONNX model, operator by operator as exporters write it; input {@code x}, output {@code y}. */
final class OnnxBlocks {
  private final Block task;
  private final BlockShape shape;
  private final GraphProto.Builder graph = OnnxModels.graph();

  private OnnxBlocks(Block task) {
    this.task = task;
    this.shape = task.shapes();
  }

  static byte[] block(Block task) {
    return new OnnxBlocks(task).model();
  }

  private byte[] model() {
    graph.addInput(OnnxModels.value("x", shape.batch(), shape.tokens(), shape.width()));
    graph.addOutput(OnnxModels.value("y", shape.batch(), shape.tokens(), shape.width()));
    add("Add", "sum", "x", dense(3, attention("x")));
    norm(0, "between", "sum");
    add("Add", "joined", "between", dense(5, gelu(dense(4, "between"))));
    norm(1, "y", "joined");
    return OnnxModels.model(graph);
  }

  private String attention(String in) {
    wholes("apart", shape.batch(), shape.tokens(), shape.heads(), shape.headWidth());
    wholes("together", shape.batch(), shape.tokens(), shape.width());
    String queries = heads(dense(0, in), 0, 2, 1, 3);
    String keys = heads(dense(1, in), 0, 2, 3, 1);
    String values = heads(dense(2, in), 0, 2, 1, 3);
    add("MatMul", "products", queries, keys);
    number("root", (float) Math.sqrt(shape.headWidth()));
    add("Div", "scores", "products", "root");
    graph.addNode(OnnxModels.node("Softmax", "shares", "scores").addAttribute(OnnxModels.integer("axis", -1)));
    add("MatMul", "mixed", "shares", values);
    graph.addNode(
        OnnxModels.node("Transpose", "mixedTokens", "mixed").addAttribute(OnnxModels.integers("perm", 0, 2, 1, 3)));
    return add("Reshape", "mixedRows", "mixedTokens", "together");
  }

  private String heads(String in, long... order) {
    String apart = add("Reshape", in + "Apart", in, "apart");
    graph.addNode(OnnxModels.node("Transpose", in + "Heads", apart).addAttribute(OnnxModels.integers("perm", order)));
    return in + "Heads";
  }

  private String dense(int layer, String in) {
    SparseMatrix w = task.weights().get(layer);
    String name = "dense" + layer;
    graph.addInitializer(OnnxModels.tensor(
        name + "W", Buffers.transposed(w.dense(), w.rows(), w.columns()), w.columns(), w.rows()));
    graph.addInitializer(OnnxModels.tensor(name + "B", task.biases().get(layer), w.rows()));
    return add("Add", name, add("MatMul", name + "Product", in, name + "W"), name + "B");
  }

  /** {@code (x / 2) (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))}, the form that ONNX Runtime knows as one operator. */
  private String gelu(String in) {
    number("three", 3);
    number("share", 0.044715f);
    number("rootOfTwoOverPi", (float) Math.sqrt(2 / Math.PI));
    number("one", 1);
    number("half", 0.5f);
    add("Pow", "cube", in, "three");
    add("Mul", "cubeShare", "cube", "share");
    add("Add", "bent", in, "cubeShare");
    add("Mul", "argument", "bent", "rootOfTwoOverPi");
    add("Tanh", "curve", "argument");
    add("Add", "raised", "curve", "one");
    add("Mul", "halved", in, "half");
    return add("Mul", "gelu", "halved", "raised");
  }

  private void norm(int which, String name, String in) {
    graph.addInitializer(OnnxModels.tensor(name + "Scale", task.scales().get(which), shape.width()));
    graph.addInitializer(OnnxModels.tensor(name + "Shift", task.shifts().get(which), shape.width()));
    NodeProto.Builder node = OnnxModels.node("LayerNormalization", name, in, name + "Scale", name + "Shift");
    node.addAttribute(OnnxModels.integer("axis", -1));
    node.addAttribute(AttributeProto.newBuilder()
        .setName("epsilon").setType(AttributeProto.AttributeType.FLOAT).setF((float) Block.EPSILON));
    graph.addNode(node);
  }

  private String add(String operator, String output, String... inputs) {
    graph.addNode(OnnxModels.node(operator, output, inputs));
    return output;
  }

  private void number(String name, float value) {
    graph.addInitializer(OnnxModels.tensor(name, new float[] {value}));
  }

  private void wholes(String name, long... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder()
        .setName(name).setDataType(TensorProto.DataType.INT64.getNumber()).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
  }
}
