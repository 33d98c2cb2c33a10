package good;

import static dev.espalier.dsl.Activation.RELU;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Criterion;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Prune;
import dev.espalier.dsl.Schedule;
import dev.espalier.dsl.Scorer;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** Every way to say what a weight is worth. A layer may be called what its scorer's class is called. */
@Network(inputs = @Input(name = "image", shape = {16}))
@Train
@Prune(sparsity = 0.5, criterion = Criterion.OBS, samples = 256, fisherBlock = 32, damping = 1e-4)
public interface Scored {

  @Dense(12)
  @Activate(RELU)
  Tensor surgeon(Tensor image);

  @Dense(12)
  @Activate(RELU)
  @Prune(sparsity = 0.5, scorer = Distance.class, samples = 100)
  Tensor Distance(Tensor surgeon);

  @Dense(12)
  @Activate(RELU)
  @Prune(sparsity = 0.5, scorer = Near.class)
  Tensor good(Tensor Distance);

  @Dense(12)
  @Prune(sparsity = 0.5, criterion = Criterion.SNIP, samples = 100, schedule = @Schedule(from = 0))
  Tensor first(Tensor good);

  @Dense(4)
  Tensor logits(Tensor first);

  /** How far a weight is from one. */
  final class Distance implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {
      float[] w = weights.values();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = Math.abs(w[i] - 1);
      }
    }
  }

  /** One whose constructor the package alone can see. */
  class Near implements Scorer {
    Near() {}

    @Override
    public void score(Weights weights, float[] scores) {}
  }
}
