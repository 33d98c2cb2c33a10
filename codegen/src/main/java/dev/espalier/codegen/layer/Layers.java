package dev.espalier.codegen.layer;

import java.util.List;
import java.util.function.Function;

/** Every layer that the language has. A new one is its annotation, one file here, and one line in this list. */
public final class Layers {
  private record Entry(String kind, Function<AnnotationElements, Layer> reader) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(DenseLayer.KIND, DenseLayer::read),
          new Entry(Conv2dLayer.KIND, Conv2dLayer::read),
          new Entry(MaxPoolLayer.KIND, MaxPoolLayer::read),
          new Entry(AvgPoolLayer.KIND, AvgPoolLayer::read),
          new Entry(GlobalAvgPoolLayer.KIND, _ -> new GlobalAvgPoolLayer()),
          new Entry(FlattenLayer.KIND, _ -> new FlattenLayer()),
          new Entry(ActivateLayer.KIND, _ -> new ActivateLayer()),
          new Entry(AddLayer.KIND, _ -> new AddLayer()),
          new Entry(ConcatLayer.KIND, _ -> new ConcatLayer()),
          new Entry(DropoutLayer.KIND, DropoutLayer::read),
          new Entry(BatchNormLayer.KIND, BatchNormLayer::read),
          new Entry(UpsampleLayer.KIND, UpsampleLayer::read),
          new Entry(SoftmaxLayer.KIND, _ -> new SoftmaxLayer()),
          new Entry(EmbeddingLayer.KIND, EmbeddingLayer::read),
          new Entry(PositionalEmbeddingLayer.KIND, PositionalEmbeddingLayer::read),
          new Entry(LayerNormLayer.KIND, LayerNormLayer::read),
          new Entry(SelfAttentionLayer.KIND, SelfAttentionLayer::read),
          new Entry(ClsTokenLayer.KIND, _ -> new ClsTokenLayer()),
          new Entry(ClassFeaturesLayer.KIND, _ -> new ClassFeaturesLayer()),
          new Entry(MeanPoolLayer.KIND, _ -> new MeanPoolLayer()),
          new Entry(PatchifyLayer.KIND, PatchifyLayer::read));

  private Layers() {}

  /** The simple names of the layer annotations, in the order of the documentation; Activate is one when it is alone. */
  public static List<String> kinds() {
    return ENTRIES.stream().map(Entry::kind).toList();
  }

  /**
   * The layer that an annotation declares.
   *
   * @throws IllegalArgumentException if it is no layer annotation or lacks an element
   */
  public static Layer read(AnnotationElements elements) {
    for (Entry entry : ENTRIES) {
      if (entry.kind().equals(elements.kind())) {
        return entry.reader().apply(elements);
      }
    }
    throw new IllegalArgumentException("@" + elements.kind() + " is no layer annotation; those are " + kinds() + ".");
  }
}
