package bad;

import static dev.espalier.dsl.Criterion.*;
import static dev.espalier.dsl.Granularity.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "words", tokens = 6))
@Train
interface PenaltyOfGates {
  @Embedding(vocabulary = 9, width = 4) Tensor embedded(Tensor words);

  @SelfAttention(heads = 2)
  @Prune(sparsity = 0.5, granularity = HEAD,
      criterion = HARD_CONCRETE)
  Tensor first(Tensor embedded);

  @SelfAttention(heads = 2)
  @Prune(sparsity = 0.5, granularity = HEAD, schedule = @Schedule(kind = ScheduleKind.REGULARISED, lambda = 0.1,
      penalty = Penalty.L0))
  Tensor second(Tensor first);

  @MeanPool Tensor mean(Tensor second);

  @Dense(2) Tensor logits(Tensor mean);
}

/* expected
15: error: [Espalier/PenaltyOfGates] first has criterion HARD_CONCRETE and schedule ONE_SHOT: gates are trained by schedule REGULARISED with penalty = L0, which is a penalty of gates alone.
    Fix: use criterion = HARD_CONCRETE with schedule = @Schedule(kind = REGULARISED, penalty = L0, lambda = ...), or criterion = HEAD_GATE.
20: error: [Espalier/PenaltyOfGates] second has criterion MAGNITUDE and penalty = L0: gates are trained by schedule REGULARISED with penalty = L0, which is a penalty of gates alone.
    Fix: use criterion = HARD_CONCRETE with schedule = @Schedule(kind = REGULARISED, penalty = L0, lambda = ...), or penalty = L1.
*/
