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
interface CriterionOptionIgnored {
  @Dense(4)
  @Prune(
      sparsity = 0.5,
      samples = 100,
      fisherBlock = 8,
      damping = 1e-3)
  Tensor hidden1(Tensor image);

  @Dense(4)
  @Prune(
      sparsity = 0.5,
      criterion = Criterion.FISHER,
      samples = 100,
      fisherBlock = 8)
  Tensor hidden2(Tensor hidden1);

  @Dense(4)
  @Prune(
      sparsity = 0.5,
      samples = 100,
      scorer = Own.class,
      damping = 1e-3)
  Tensor hidden3(Tensor hidden2);

  @Dense(2) Tensor logits(Tensor hidden3);

  class Own implements Scorer {
    @Override
    public void score(Weights weights, float[] scores) {}
  }
}

/* expected
19: error: [Espalier/CriterionOptionIgnored] hidden1: @Prune(samples = 100) means nothing to criterion MAGNITUDE.
    Fix: remove samples, or use criterion = GRADIENT, TAYLOR, FISHER, OBS, WANDA, HEAD_GATE, SNIP or GRASP.
20: error: [Espalier/CriterionOptionIgnored] hidden1: @Prune(fisherBlock = 8) means nothing to criterion MAGNITUDE.
    Fix: remove fisherBlock, or use criterion = OBS.
21: error: [Espalier/CriterionOptionIgnored] hidden1: @Prune(damping = 0.001) means nothing to criterion MAGNITUDE.
    Fix: remove damping, or use criterion = OBS.
29: error: [Espalier/CriterionOptionIgnored] hidden2: @Prune(fisherBlock = 8) means nothing to criterion FISHER.
    Fix: remove fisherBlock, or use criterion = OBS.
37: error: [Espalier/CriterionOptionIgnored] hidden3: @Prune(damping = 0.001) means nothing to criterion scorer bad.CriterionOptionIgnored.Own.
    Fix: remove damping, or use criterion = OBS.
*/
