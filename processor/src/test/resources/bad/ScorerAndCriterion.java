package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
@Train
interface ScorerAndCriterion {
  @Dense(4)
  @Prune(
      sparsity = 0.5,
      criterion = Criterion.FISHER,
      scorer = Own.class)
  Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(
      sparsity = 0.5,
      criterion = Criterion.MAGNITUDE,
      scorer = Own.class)
  Tensor hidden2(Tensor hidden1);

  @Dense(2) @Prune(sparsity = 0.5, scorer = Own.class) Tensor logits(Tensor hidden2);

  record Own() implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {}
  }
}

/* expected
20: error: [Espalier/ScorerAndCriterion] hidden1 gives criterion = FISHER and scorer = bad.ScorerAndCriterion.Own; a weight has one score.
    Fix: remove one of them.
27: error: [Espalier/ScorerAndCriterion] hidden2 gives criterion = MAGNITUDE and scorer = bad.ScorerAndCriterion.Own; a weight has one score.
    Fix: remove one of them.
*/
