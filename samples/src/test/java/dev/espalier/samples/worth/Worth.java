package dev.espalier.samples.worth;

import static dev.espalier.dsl.Activation.GELU;
import static dev.espalier.dsl.Activation.RELU;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Add;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Dropout;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.MaxPool;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Scorer;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;
import java.util.LinkedHashMap;
import java.util.Map;

/** Halos, groups, a residual connection, pooling and dropout, with a scorer that notes down what it is shown. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(batch = 20, epochs = 1)
@Prune(sparsity = 0.5, scorer = Worth.Notes.class)
public interface Worth {

  @Conv2d(filters = 4, kernel = 5, stride = 3, padding = 2)
  @Activate(RELU)
  Tensor stem(Tensor image);

  @Conv2d(filters = 4, kernel = 3, padding = 1, groups = 2)
  Tensor inner(Tensor stem);

  @Add
  @Activate(RELU)
  Tensor block(Tensor inner, Tensor stem);

  @MaxPool(2)
  Tensor pooled(Tensor block);

  @Flatten
  Tensor flat(Tensor pooled);

  @Dropout(0.3)
  Tensor thinned(Tensor flat);

  @Dense(12)
  @Activate(GELU)
  Tensor hidden(Tensor thinned);

  @Dense(10)
  @Prune(sparsity = 0.5, scorer = Notes.class)
  Tensor logits(Tensor hidden);

  /** Scores by the first-order change, and remembers what it saw of each layer. */
  final class Notes implements Scorer {

    /** The last view of each layer, by its name. */
    public static final Map<String, View> SEEN = new LinkedHashMap<>();

    /** What was shown of a layer. */
    @SuppressWarnings("ArrayRecordComponent") // Handed over once and never compared.
    public record View(float[] gradient, float[] fisher, float[] inputNorms) {}

    @Override
    public void score(Weights weights, float[] scores) {
      View view = new View(weights.gradient(), weights.fisher(), weights.inputNorms());
      SEEN.put(weights.layer(), view);
      float[] w = weights.values();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = Math.abs(w[i] * view.gradient()[i]);
      }
    }
  }
}
